package dev.steerage.runlog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file in {@code ratings/}: one row a text. */
final class RatingFile {
  private static final List<String> PARTS = List.of("", "_p0", "_p1", "_p2", "_mass");
  private static final CsvRows ROWS =
      CsvRows.of(
          "rating of a judge",
          "delete the file and judge again",
          Stream.concat(
                  Stream.of("condition", "item", "cluster", "score"),
                  Stream.of(Aspect.values())
                      .flatMap(aspect -> PARTS.stream().map(part -> aspect.word() + part)))
              .toArray(String[]::new));

  private RatingFile() {}

  static void write(Path file, List<RatingRow> rows) {
    ROWS.write(file, rows, RatingFile::cells);
  }

  static List<RatingRow> read(Path file) {
    return ROWS.read(file, RatingFile::row);
  }

  private static @Nullable Object[] cells(RatingRow row) {
    List<@Nullable Object> cells = new ArrayList<>();
    cells.add(row.condition());
    cells.add(row.item());
    cells.add(row.cluster());
    cells.add(row.score());
    for (Aspect aspect : Aspect.values()) {
      Rating rating = row.of(aspect);
      cells.add(rating.expected());
      cells.add(rating.zero());
      cells.add(rating.one());
      cells.add(rating.two());
      cells.add(rating.mass());
    }
    return cells.toArray();
  }

  private static RatingRow row(CsvRows.Row row) {
    return new RatingRow(
        row.text("condition"),
        row.text("item"),
        row.text("cluster"),
        rating(row, Aspect.CONCEPT),
        rating(row, Aspect.INSTRUCTION),
        rating(row, Aspect.FLUENCY));
  }

  private static Rating rating(CsvRows.Row row, Aspect aspect) {
    String word = aspect.word();
    return new Rating(
        row.number(word + "_p0"),
        row.number(word + "_p1"),
        row.number(word + "_p2"),
        row.number(word + "_mass"));
  }
}
