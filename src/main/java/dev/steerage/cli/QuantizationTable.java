package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.evaluation.QuantizedFile;
import dev.steerage.report.TableFormat;
import dev.steerage.report.TextStyle;
import dev.steerage.report.TitledTable;
import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Quantized files as a table, a row each, and which of their tensors have another type. */
final class QuantizationTable {
  private QuantizationTable() {}

  /**
   * The table in a format; csv and json have all digits and the fallbacks as a column.
   *
   * @param model the name of what was quantized
   */
  static String render(
      String model, List<QuantizedFile> files, TableFormat format, TextStyle style) {
    return format.render(titled(model, files), exact(files), style);
  }

  private static TitledTable titled(String model, List<QuantizedFile> files) {
    StringColumn file = StringColumn.create("file");
    StringColumn type = StringColumn.create("type");
    StringColumn size = StringColumn.create("size");
    StringColumn bits = StringColumn.create("bits/weight");
    StringColumn fallbacks = StringColumn.create("fallbacks");
    List<Note> notes = new ArrayList<>();
    notes.add(new Note("bits/weight", "of the data of all tensors, norms included"));
    if (files.stream().anyMatch(made -> !made.fallbacks().isEmpty())) {
      notes.add(
          new Note(
              "fallbacks",
              "tensors that got another type, because their rows are no whole blocks of the one meant for them"));
    }
    for (QuantizedFile made : files) {
      file.append(name(made));
      type.append(made.type());
      size.append(String.format(Locale.ROOT, "%.1f", made.bytes() / 1e6));
      bits.append(String.format(Locale.ROOT, "%.3f", made.bitsPerWeight()));
      fallbacks.append(
          made.fallbacks().isEmpty() ? "0" : made.fallbacks().size() + "/" + made.tensors());
      if (!made.fallbacks().isEmpty()) {
        notes.add(new Note(made.type(), String.join("; ", made.fallbackText())));
      }
    }
    Table table = Table.create(file, type, size, bits, fallbacks);
    return new TitledTable(
        InputFile.printable(model) + ", quantized",
        table,
        List.of("", "", "MB", "", "tensors"),
        1,
        notes);
  }

  private static Table exact(List<QuantizedFile> files) {
    StringColumn file = StringColumn.create("file");
    StringColumn type = StringColumn.create("type");
    LongColumn bytes = LongColumn.create("bytes");
    LongColumn weights = LongColumn.create("weights");
    DoubleColumn bits = DoubleColumn.create("bits_per_weight");
    IntColumn tensors = IntColumn.create("tensors");
    IntColumn fallbacks = IntColumn.create("fallback_tensors");
    StringColumn which = StringColumn.create("fallbacks");
    for (QuantizedFile made : files) {
      file.append(name(made));
      type.append(made.type());
      bytes.append(made.bytes());
      weights.append(made.weights());
      bits.append(made.bitsPerWeight());
      tensors.append(made.tensors());
      fallbacks.append(made.fallbacks().size());
      which.append(String.join("; ", made.fallbackText()));
    }
    return Table.create(file, type, bytes, weights, bits, tensors, fallbacks, which);
  }

  private static String name(QuantizedFile made) {
    return InputFile.printable(made.file().toString());
  }
}
