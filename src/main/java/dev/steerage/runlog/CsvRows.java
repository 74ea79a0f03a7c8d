package dev.steerage.runlog;

import com.fasterxml.jackson.core.io.NumberInput;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.steerage.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file of a run folder: a header and one row a thing.
 *
 * @param schema its columns, in order
 * @param what a row is, for messages
 * @param mend what to do with a file that is broken
 */
record CsvRows(CsvSchema schema, String what, String mend) {
  private static final CsvMapper MAPPER = new CsvMapper();

  private static final ObjectReader READER =
      MAPPER.readerForArrayOf(String.class).with(CsvParser.Feature.WRAP_AS_ARRAY);

  /** A flush a row would be a call of the system a row. */
  private static final ObjectWriter WRITER =
      MAPPER.writer().without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);

  static CsvRows of(String what, String mend, String... columns) {
    CsvSchema.Builder builder = CsvSchema.builder();
    for (String column : columns) {
      builder.addColumn(column);
    }
    return new CsvRows(builder.build().withHeader(), what, mend);
  }

  /** Writes a file that is there only when it is complete. */
  <T> void write(Path file, Iterable<T> things, Function<T, @Nullable Object[]> cells) {
    writeEach(file, things::forEach, cells);
  }

  /**
   * The same, one thing after the other, so that not all need be in memory.
   *
   * @param things hands them over
   */
  <T> void writeEach(
      Path file, Consumer<Consumer<T>> things, Function<T, @Nullable Object[]> cells) {
    AtomicFile.writeDurably(
        file,
        writer -> {
          try (SequenceWriter out = WRITER.with(schema).writeValues(writer)) {
            things.accept(thing -> write(out, cells.apply(thing)));
          } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
          }
        });
  }

  private static void write(SequenceWriter out, @Nullable Object[] cells) {
    try {
      out.write(cells);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file. Columns may come in any order, and others are passed over.
   *
   * @param thing makes one of a row; whatever it throws is a broken row
   * @throws InputException naming the first row that is not what {@link #write} makes
   */
  <T> List<T> read(Path file, Function<Row, T> thing) {
    List<T> things = new ArrayList<>();
    read(file, thing, things::add);
    return things;
  }

  /** The same, one row after the other, so that not all need be in memory. */
  <T> void read(Path file, Function<Row, T> thing, Consumer<T> each) {
    long row = 1;
    try (InputStream in = Files.newInputStream(file);
        MappingIterator<String[]> lines = READER.readValues(in)) {
      Map<String, Integer> columns = columns(lines);
      for (Row next = next(lines, columns); next != null; next = next(lines, columns)) {
        each.accept(made(file, thing, next, row));
        row++;
      }
    } catch (IOException e) {
      throw broken(file, row, e);
    }
  }

  /** Where each column of the header is. */
  private static Map<String, Integer> columns(MappingIterator<String[]> lines) throws IOException {
    if (!lines.hasNextValue()) {
      throw new IOException("there is no header");
    }
    Map<String, Integer> columns = new HashMap<>();
    for (String name : lines.nextValue()) {
      if (columns.putIfAbsent(name.strip(), columns.size()) != null) {
        throw new IOException("two columns have one name");
      }
    }
    return columns;
  }

  private static @Nullable Row next(MappingIterator<String[]> lines, Map<String, Integer> columns)
      throws IOException {
    if (!lines.hasNextValue()) {
      return null;
    }
    String[] cells = lines.nextValue();
    if (cells.length > columns.size()) {
      throw new IOException("there are more cells than columns");
    }
    return new Row(columns, cells);
  }

  private <T> T made(Path file, Function<Row, T> thing, Row of, long row) {
    try {
      return thing.apply(of);
    } catch (RuntimeException e) {
      throw broken(file, row, e);
    }
  }

  private InputException broken(Path file, long row, Exception cause) {
    return InputException.in(file, "row " + row + " is no " + what + "; " + mend, cause);
  }

  /** The cells of a line by column. */
  static final class Row {
    private final Map<String, Integer> columns;
    private final String[] cells;

    private Row(Map<String, Integer> columns, String[] cells) {
      this.columns = columns;
      this.cells = cells;
    }

    private @Nullable String cell(String column) {
      Integer place = columns.get(column);
      return place == null || place >= cells.length ? null : cells[place];
    }

    String text(String column) {
      String value = cell(column);
      if (value == null) {
        throw new IllegalArgumentException(column + " is missing");
      }
      return value;
    }

    /** A cell that may be empty, in a column that may be missing. */
    Optional<String> find(String column) {
      return Optional.ofNullable(cell(column)).filter(text -> !text.isEmpty());
    }

    int count(String column) {
      return Integer.parseInt(text(column));
    }

    /** A finite number: others are none that a run writes. */
    double number(String column) {
      double number = NumberInput.parseDouble(text(column), true); // twice as fast as Java's own
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException(column + " is " + number);
      }
      return number;
    }
  }
}
