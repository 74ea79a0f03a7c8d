package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.report.TitledTable.Note;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TablePartsTest {
  private static TitledTable table(int columns, String cell) {
    List<String> names =
        IntStream.range(0, columns + 1).mapToObj(i -> i == 0 ? "what" : "c" + i).toList();
    TextTable table = new TextTable(names);
    table.add(
        IntStream.range(0, columns + 1)
            .mapToObj(i -> i == 0 ? "thing" : cell + i)
            .map(Cell::of)
            .toList());
    List<String> units = names.stream().map(name -> "").toList();
    return new TitledTable(
        new Heading("", "", "many", ""), table, units, 1, List.of(new Note("n", "text")));
  }

  @Test
  void aTableThatFitsStaysWhole() {
    TitledTable narrow = table(3, "x".repeat(30));
    assertThat(TableParts.of(narrow, 100, 2)).containsExactly(narrow);
    // 2 + 3 × (1 + 32) is 101
    assertThat(TableParts.of(table(3, "x".repeat(31)), 100, 2)).hasSize(2);
  }

  @Test
  void everyColumnIsInOnePartAndTheNotesAreInTheLast() {
    String text = TerminalText.of(table(5, "y".repeat(40)), TextStyle.PLAIN);
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    assertThat(text)
        .containsSubsequence(
            "many (1 of 3)",
            "yy1",
            "yy2",
            "many (2 of 3)",
            "yy3",
            "yy4",
            "many (3 of 3)",
            "yy5",
            "n: text")
        .containsOnlyOnce("n: text");
    assertThat(text.split("thing", -1)).hasSize(4);
  }

  @Test
  void aColumnWiderThanTheLineIsAPartOfItsOwn() {
    assertThat(TableParts.of(table(2, "z".repeat(120)), 100, 2)).hasSize(2);
  }
}
