package dev.steerage.inspect;

import dev.steerage.dataset.ChoicePair;
import dev.steerage.dataset.ChoiceSet;
import dev.steerage.dataset.ShippedBehaviors;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Multiple-choice questions in words: the file, and its first questions. */
final class ChoiceText {
  private ChoiceText() {}

  static String of(ChoiceSet set, int most) {
    List<ChoicePair> choices = set.choices();
    String shipped = ShippedBehaviors.isShipped(set.file()) ? ", shipped with Steerage" : "";
    FactSheet sheet =
        new FactSheet(set.name() + ": multiple-choice questions" + shipped)
            .fact("layout", "question, answer_matching_behavior, answer_not_matching_behavior")
            .fact("questions", Integer.toString(choices.size()))
            .fact("matching", labels(choices))
            .fact("words", words(choices))
            .fact("SHA-256", set.sha256());
    for (ChoicePair choice : choices.subList(0, Math.min(most, choices.size()))) {
      sheet.heading(choice.id()).marked("?", choice.stem());
      for (String label : choice.labels()) {
        sheet.marked(mark(choice, label), label + " " + choice.option(label));
      }
    }
    return sheet.rest(most, choices.size(), "questions").text();
  }

  private static String mark(ChoicePair choice, String label) {
    if (label.equals(choice.matching())) {
      return "+";
    }
    return label.equals(choice.notMatching()) ? "−" : " ";
  }

  private static String labels(List<ChoicePair> choices) {
    Map<String, Long> counts =
        choices.stream()
            .collect(
                Collectors.groupingBy(ChoicePair::matching, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(e -> e.getKey() + " in " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String words(List<ChoicePair> choices) {
    return FactSheet.number(
        "matching %.1f, not matching %.1f on average (n = %d each)",
        mean(choices, ChoicePair::matching),
        mean(choices, ChoicePair::notMatching),
        choices.size());
  }

  private static double mean(List<ChoicePair> choices, Function<ChoicePair, String> label) {
    return Words.mean(choices.stream().map(c -> c.option(label.apply(c))).toList());
  }
}
