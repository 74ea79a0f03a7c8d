package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.evaluation.EvaluationPlan;
import dev.steerage.evaluation.EvaluationPlan.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an evaluation has to do, in sentences. */
final class PlanText {
  private static final double KILO = 1000;

  private PlanText() {}

  /** Lines to be read before the work begins; one for each model where there are several. */
  static List<String> of(EvaluationPlan plan) {
    List<String> lines = new ArrayList<>();
    int pending = plan.cells() - plan.complete();
    lines.add("plan: " + size(plan) + " = " + count(plan.cells(), "cell") + state(plan));
    List<Work> works = plan.works().stream().filter(work -> work.tokens() > 0).toList();
    if (works.size() > 1) {
      works.forEach(work -> lines.add("  " + name(work) + ": " + costs(work)));
    }
    if (pending > 0) {
      lines.add(
          "to do: "
              + count(plan.tokens(), "token")
              + time(plan)
              + "; token files of about "
              + bytes(plan.bytes())
              + logits(plan));
    }
    return lines;
  }

  private static String logits(EvaluationPlan plan) {
    return plan.logitBytes() == 0
        ? ""
        : ", and for a while "
            + bytes(plan.logitBytes())
            + " of logits and residual streams for later passes";
  }

  private static String state(EvaluationPlan plan) {
    int pending = plan.cells() - plan.complete();
    if (plan.complete() == 0) {
      return "";
    }
    return pending == 0
        ? ", all complete already"
        : ", %s complete already, %s to compute"
            .formatted(grouped(plan.complete()), grouped(pending));
  }

  /** Models × behaviors × conditions. */
  static String size(EvaluationPlan plan) {
    int fewest = plan.fewestConditions();
    int most = plan.mostConditions();
    return "%s × %s × %s"
        .formatted(
            count(plan.models(), "model"),
            count(plan.behaviors(), "behavior"),
            fewest == most
                ? count(most, "condition")
                : "%d to %d conditions".formatted(fewest, most));
  }

  /** A model's name; for fine-tuned weights theirs, and that of the model whose place they take. */
  static String name(Work work) {
    return InputFile.printable(
        work.weights().equals(work.model())
            ? work.model()
            : work.weights() + " for " + work.model());
  }

  private static String costs(Work work) {
    String tokens = count(work.tokens(), "token");
    return work.speed() == null
        ? tokens
        : tokens + ", about " + times(work.leastSeconds(), work.mostSeconds());
  }

  private static String time(EvaluationPlan plan) {
    if (plan.mostSeconds() == 0) {
      return "";
    }
    String rest =
        plan.tokensWithoutSpeed() == 0
            ? ""
            : " for all but " + count(plan.tokensWithoutSpeed(), "token");
    return ", about " + times(plan.leastSeconds(), plan.mostSeconds()) + rest;
  }

  /** From the least to the most seconds. */
  static String times(double least, double most) {
    Unit unit =
        Arrays.stream(Unit.values()).filter(u -> most < u.below).findFirst().orElse(Unit.DAYS);
    long from = Math.max(1, Math.round(least / unit.seconds));
    long to = Math.max(1, Math.round(most / unit.seconds));
    return (from == to ? grouped(to) : grouped(from) + " to " + grouped(to)) + " " + unit.word;
  }

  /** The larger end of a range says which, so that neither is rounded to few digits. */
  private enum Unit {
    SECONDS(1, 300, "s"),
    MINUTES(60, 5 * 3600, "min"),
    HOURS(3600, 5 * 86_400, "h"),
    DAYS(86_400, Double.POSITIVE_INFINITY, "days");

    final double seconds;
    final double below;
    final String word;

    Unit(double seconds, double below, String word) {
      this.seconds = seconds;
      this.below = below;
      this.word = word;
    }
  }

  /** A size in decimal units. */
  static String bytes(long bytes) {
    double value = bytes / KILO;
    for (String unit : List.of("kB", "MB", "GB")) {
      if (value < KILO) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, unit);
      }
      value /= KILO;
    }
    return String.format(Locale.ROOT, "%.1f TB", value);
  }

  /** Digits in groups of three. */
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String count(long number, String what) {
    return grouped(number) + " " + what + (number == 1 ? "" : "s");
  }
}
