package dev.steerage.cli;

import dev.steerage.evaluation.GeneratedTexts;
import java.util.List;
import java.util.Locale;

/** What a generation gave, as a table: one line a condition. */
final class GenerationText {
  private GenerationText() {}

  static String of(List<GeneratedTexts> conditions) {
    int width =
        conditions.stream()
            .mapToInt(c -> c.condition().length())
            .reduce("condition".length(), Math::max);
    String row = "%-" + width + "s  %7s  %11s  %7s%n";
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, row, "condition", "prompts", "mean tokens", "stopped"));
    for (GeneratedTexts condition : conditions) {
      double n = condition.texts().size();
      text.append(
          String.format(
              Locale.ROOT,
              row,
              condition.condition(),
              condition.texts().size(),
              String.format(Locale.ROOT, "%.1f", condition.tokens() / n),
              String.format(Locale.ROOT, "%.3f", condition.stopped() / n)));
    }
    return text.append(System.lineSeparator())
        .append("stopped: share of texts that the model ended itself\n")
        .toString();
  }

  /** Tokens and seconds of all conditions together. */
  static String speed(List<GeneratedTexts> conditions) {
    long tokens = conditions.stream().mapToLong(GeneratedTexts::tokens).sum();
    double seconds = conditions.stream().mapToDouble(GeneratedTexts::seconds).sum();
    return String.format(
        Locale.ROOT,
        "%d tokens in %.1f s (%.0f tokens/s, prompts included)",
        tokens,
        seconds,
        tokens / Math.max(seconds, 1e-3));
  }
}
