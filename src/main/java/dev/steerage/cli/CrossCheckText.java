package dev.steerage.cli;

import dev.steerage.llama.oracle.Comparison;
import java.util.List;
import java.util.Locale;

/** The table of a cross-check. */
final class CrossCheckText {
  private CrossCheckText() {}

  static String of(List<Comparison> comparisons) {
    StringBuilder text = new StringBuilder();
    text.append(row("check", "verdict", "texts", "equal", "ties"));
    for (Comparison c : comparisons) {
      String verdict = c.verdict().name().toLowerCase(Locale.ROOT);
      text.append(row(c.subject(), verdict, c.compared(), c.equal(), c.ties()));
    }
    for (Comparison c : comparisons) {
      if (!c.firstDifference().isEmpty()) {
        text.append(String.format("%nFirst difference in %s: ", c.subject()));
        text.append(c.firstDifference()).append(System.lineSeparator());
      }
    }
    return text.toString();
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%-20s  %-7s  %5s  %5s  %4s%n", cells);
  }
}
