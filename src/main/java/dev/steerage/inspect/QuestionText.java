package dev.steerage.inspect;

import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.dataset.ChoiceQuestion;
import dev.steerage.dataset.QuestionSet;
import dev.steerage.dataset.ShippedQuestions;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A set of questions in words: the file, and its first questions. */
final class QuestionText {
  private QuestionText() {}

  static String of(QuestionSet set, int most) {
    List<ChoiceQuestion> questions = set.questions();
    String shipped = ShippedQuestions.isShipped(set.file()) ? ", shipped with Steerage" : "";
    FactSheet sheet =
        new FactSheet(set.name() + ": questions for --capability" + shipped)
            .fact("layout", set.layout().words())
            .fact("questions", Integer.toString(questions.size()))
            .fact("choices", choices(questions))
            .fact("right", letters(questions))
            .fact("SHA-256", set.sha256());
    for (ChoiceQuestion question : questions.subList(0, Math.min(most, questions.size()))) {
      sheet.heading(question.id()).marked("?", question.question());
      for (int i = 0; i < question.choices().size(); i++) {
        sheet.marked(question.correct().contains(i) ? "+" : "−", question.choices().get(i));
      }
    }
    return sheet.rest(most, questions.size(), "questions").text();
  }

  private static String choices(List<ChoiceQuestion> questions) {
    IntSummaryStatistics counts =
        questions.stream().mapToInt(q -> q.choices().size()).summaryStatistics();
    String range =
        counts.getMin() == counts.getMax()
            ? "" + counts.getMin()
            : counts.getMin() + " to " + counts.getMax();
    double chance = questions.stream().mapToDouble(q -> 1.0 / contenders(q)).average().orElse(0);
    return FactSheet.number("%s a question; by chance %.3f are right", range, chance);
  }

  /** The best choice and the wrong ones. */
  private static int contenders(ChoiceQuestion question) {
    return 1 + question.choices().size() - question.correct().size();
  }

  private static String letters(List<ChoiceQuestion> questions) {
    Map<Integer, Long> counts =
        questions.stream()
            .collect(
                Collectors.groupingBy(ChoiceQuestion::best, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .filter(e -> e.getKey() < ChoiceAnswer.MOST_LETTERS)
        .map(e -> ChoiceAnswer.letter(e.getKey()) + " in " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
