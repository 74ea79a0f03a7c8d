package dev.steerage.inspect;

import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.Pole;
import dev.steerage.dataset.ShippedBehaviors;
import java.util.List;

/** A behavior in words: the file, and its first pairs. */
final class BehaviorText {
  private BehaviorText() {}

  static String of(Behavior behavior, int most) {
    List<ContrastPair> pairs = behavior.pairs();
    String shipped = ShippedBehaviors.isShipped(behavior.file()) ? ", shipped with Steerage" : "";
    FactSheet sheet =
        new FactSheet(behavior.name() + ": a behavior of contrast pairs" + shipped)
            .fact("layout", layout(behavior.layout()))
            .fact("pairs", Integer.toString(pairs.size()))
            .fact("positive", behavior.positiveFrom())
            .fact("words", words(pairs))
            .fact("SHA-256", behavior.sha256());
    for (ContrastPair pair : pairs.subList(0, Math.min(most, pairs.size()))) {
      sheet.heading(pair.id());
      if (pair.system() != null) {
        sheet.marked("S", pair.system());
      }
      sheet.marked("?", pair.prompt()).marked("+", pair.positive()).marked("−", pair.negative());
    }
    return sheet.rest(most, pairs.size(), "pairs").text();
  }

  private static String layout(Behavior.Layout layout) {
    return switch (layout) {
      case PAPER -> "the paper's: question, with [INST] prompt [/INST] continuation, in two halves";
      case PAIRS -> "prompt, positive, negative";
    };
  }

  private static String words(List<ContrastPair> pairs) {
    return FactSheet.number(
        "positive %.1f, negative %.1f on average (n = %d each)",
        mean(pairs, Pole.POSITIVE), mean(pairs, Pole.NEGATIVE), pairs.size());
  }

  private static double mean(List<ContrastPair> pairs, Pole pole) {
    return Words.mean(pairs.stream().map(pair -> pair.continuation(pole)).toList());
  }
}
