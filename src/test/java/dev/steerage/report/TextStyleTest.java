package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.metric.Normalization;
import dev.steerage.report.TitledTable.Note;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TextStyleTest {
  private static final String BOLD = "\u001b[1m%s\u001b[0m";

  private static String value(String cell, String before) {
    return TextStyle.COLORED.value(cell, before);
  }

  private static String withoutEscapes(String text) {
    return text.replaceAll("\u001b\\[\\d+m", "");
  }

  @Test
  void verdictsHaveColoursAndKeepTheirWords() {
    assertThat(value("preserved", "1.000")).isEqualTo("\u001b[32mpreserved\u001b[0m");
    assertThat(value("changed", "1.000")).isEqualTo("\u001b[31mchanged\u001b[0m");
    assertThat(value("undecided", "1.000")).isEqualTo("\u001b[33mundecided\u001b[0m");
    assertThat(TextStyle.PLAIN.value("changed", "")).isEqualTo("changed");
  }

  @Test
  void changesAreBoldWhoseIntervalExcludesZero() {
    for (String cell : List.of("+0.0101±0.0015", "-0.0416±0.0056", "−12±3")) {
      assertThat(value(cell, "")).isEqualTo(BOLD, cell);
    }
    for (String cell : List.of("+0.0060±0.0060", "-0.0008±0.0029", "0.0000±0.0000", "")) {
      assertThat(value(cell, "")).isEqualTo(cell);
    }
    assertThat(value("0.0010 to 0.0034", "+0.0022")).isEqualTo(BOLD, "0.0010 to 0.0034");
    assertThat(value("-0.0034 to -0.0010", "-0.0022")).isEqualTo(BOLD, "-0.0034 to -0.0010");
    assertThat(value("-0.0010 to 0.0034", "+0.0012")).isEqualTo("-0.0010 to 0.0034");
    assertThat(value("0.0000 to 0.0034", "+0.0017")).isEqualTo("0.0000 to 0.0034");
  }

  @Test
  void whatIsAboveZeroByNatureIsNotBold() {
    assertThat(value("0.0101±0.0015", "")).isEqualTo("0.0101±0.0015");
    assertThat(value("0.997 to 1.009", "1.003")).isEqualTo("0.997 to 1.009");
  }

  @Test
  void withoutItsEscapesTheColouredTextIsThePlainOne() {
    MetricsReport report =
        MetricsReport.summary(
                Results.of(Results.NASTY, "myopia", "changed"), Normalization.PAPER, List.of())
            .withSteerability()
            .withStrengths();
    String plain = TableFormat.TABLE.render(report);
    String colored = TableFormat.TABLE.render(report, TextStyle.COLORED);
    assertThat(plain).doesNotContain("\u001b");
    assertThat(colored)
        .contains(BOLD.formatted("changed: 12 pairs, vector changed"), "\u001b[2m---")
        .contains(BOLD.formatted("prop.") + " ");
    assertThat(withoutEscapes(colored)).isEqualTo(plain);
    for (TableFormat format : List.of(TableFormat.MD, TableFormat.TEX, TableFormat.CSV)) {
      assertThat(format.render(report, TextStyle.COLORED)).isEqualTo(format.render(report));
    }
  }

  @Test
  void escapesInATextAreNeverPassedOn() {
    String red = "\u001b[31mred";
    Table table =
        Table.create(
            StringColumn.create(red, red),
            StringColumn.create("verdict", "undecided"),
            StringColumn.create("x", red));
    TitledTable titled =
        new TitledTable(red, table, List.of("", "", ""), 1, List.of(new Note("x", "y")));
    assertThat(TableFormat.TABLE.render(titled, table, TextStyle.COLORED))
        .contains("?[31mred", "\u001b[33mundecided\u001b[0m")
        .doesNotContain("\u001b[31m");
  }
}
