package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.report.TableFormat;
import dev.steerage.report.TextStyle;
import dev.steerage.report.TitledTable;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.vector.SteeringVector;
import dev.steerage.vector.VectorArithmetic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Steering vectors as a table: a row a file and layer. */
final class VectorTable {
  private static final String ANY = "any";

  private final List<SteeringVector> vectors;
  private final StringColumn file = StringColumn.create("file");
  private final IntColumn layer = IntColumn.create("layer");
  private final DoubleColumn norm = DoubleColumn.create("norm");
  private final DoubleColumn mean = DoubleColumn.create("mean");
  private final List<DoubleColumn> cosines = new ArrayList<>();

  private VectorTable(List<SteeringVector> vectors) {
    this.vectors = vectors;
    for (int i = 1; i <= vectors.size() && vectors.size() > 1; i++) {
      cosines.add(DoubleColumn.create("cosine_" + i));
    }
    vectors.forEach(this::append);
  }

  /** The table in a format; csv and json have all digits, and an empty layer where any will do. */
  static String render(List<SteeringVector> vectors, TableFormat format, TextStyle style) {
    VectorTable table = new VectorTable(vectors);
    return format.render(table.titled(), table.exact(), style);
  }

  private void append(SteeringVector vector) {
    if (vector.fitsAnyLayer()) {
      layer.appendMissing();
      append(vector, Optional.empty());
    } else {
      for (int at : vector.layers()) {
        layer.append(at);
        append(vector, Optional.of(at));
      }
    }
  }

  private void append(SteeringVector vector, Optional<Integer> at) {
    float[] direction = vector.direction(at.orElse(0));
    file.append(InputFile.printable(vector.file().toString()));
    norm.append(vector.norm(at.orElse(0)));
    mean.append(VectorArithmetic.mean(direction));
    for (int i = 0; i < cosines.size(); i++) {
      SteeringVector other = vectors.get(i);
      boolean has =
          other.fitsAnyLayer() || (at.isPresent() && other.layers().contains(at.orElseThrow()));
      if (has && other.width() == vector.width()) {
        cosines.get(i).append(VectorArithmetic.cosine(direction, other.direction(at.orElse(0))));
      } else {
        cosines.get(i).appendMissing();
      }
    }
  }

  private Table exact() {
    Table table = Table.create("vectors", file, layer, norm, mean);
    cosines.forEach(table::addColumns);
    return table;
  }

  private TitledTable titled() {
    Table table = Table.create(file.copy(), layers(), digits(norm, "norm"), digits(mean, "mean"));
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      SteeringVector vector = vectors.get(i);
      String name = InputFile.printable(vector.file().toString());
      if (!cosines.isEmpty()) {
        table.addColumns(digits(cosines.get(i), "cos " + (i + 1)));
      }
      notes.add(
          new Note(
              cosines.isEmpty() ? name : (i + 1) + ", " + name,
              "%s, width %d; layers: %s"
                  .formatted(
                      vector.source().format(), vector.width(), vector.source().layerMeaning())));
    }
    if (!cosines.isEmpty()) {
      notes.add(new Note("cos N", "cosine with the direction of file N at the same layer"));
    }
    String title = vectors.size() == 1 ? "a steering vector" : vectors.size() + " steering vectors";
    return new TitledTable(title, table, Collections.nCopies(table.columnCount(), ""), 2, notes);
  }

  private StringColumn layers() {
    StringColumn column = StringColumn.create("layer");
    for (int row = 0; row < layer.size(); row++) {
      column.append(layer.isMissing(row) ? ANY : layer.getString(row));
    }
    return column;
  }

  private static StringColumn digits(DoubleColumn numbers, String name) {
    StringColumn column = StringColumn.create(name);
    for (int row = 0; row < numbers.size(); row++) {
      column.append(
          numbers.isMissing(row) ? "" : String.format(Locale.ROOT, "%.5g", numbers.getDouble(row)));
    }
    return column;
  }
}
