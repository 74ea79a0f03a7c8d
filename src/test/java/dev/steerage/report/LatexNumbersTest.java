package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatexNumbersTest {
  private static List<String> column(String... cells) {
    return LatexNumbers.column(List.of(cells));
  }

  @Test
  void pointsStandBelowEachOther() {
    assertThat(column("-0.0167 ± 0.0023", "", "+12.3 ± 1.5", "+1200 ± 110"))
        .containsExactly(
            "${-0.0167} \\pm \\phantom{00}0.0023$",
            "",
            "${+12.3}\\phantom{000} \\pm \\phantom{00}1.5\\phantom{000}$",
            "${+1200}\\phantom{.0000} \\pm 110\\phantom{.0000}$");
  }

  @Test
  void emptySpaceOfAnIntervalStandsBehindIt() {
    assertThat(column("1.0027 [0.9975, 1.0089]", "1.02 [-0.98, 11.05]"))
        .containsExactly(
            "$1.0027\\ [0.9975, 1.0089]\\phantom{-}\\phantom{0}$",
            "$1.02\\ [{-0.98}, 11.05]\\phantom{00}\\phantom{00}\\phantom{00}$");
  }

  @Test
  void powersOfTenPercentAndFactorsAreFormulas() {
    assertThat(column("(2.10 ± 0.34)e-05", "2.1e-05", "1.2e+06", "<0.001", "25 %", "×-2", "+0/-10"))
        .containsExactly(
            "$(2.10 \\pm 0.34) \\times 10^{-5}$",
            "$2.1 \\times 10^{-5}$",
            "$1.2 \\times 10^{6}$",
            "${<}0.001$",
            "$25\\,\\%$",
            "${\\times}{-2}$",
            "${+0}/{-10}$");
  }

  @Test
  void wordsStayWords() {
    assertThat(column("preserved", "3 of 4", "-0.1 to 0.2", "a_b"))
        .containsExactly("preserved", "3 of 4", "$-$0.1 to 0.2", "a\\_b");
  }
}
