package dev.steerage.dataset;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The CSV layouts of a question. MMLU's has no header, or one that begins with {@code question} and
 * ends with {@code answer}; TruthfulQA's is known by the columns of its header, in any order.
 *
 * @param layout of the file
 * @param columns index of each column of TruthfulQA's by name
 * @param skipped number of rows, 0 or 1, that are a header
 */
record QuestionCsv(QuestionLayout layout, Map<String, Integer> columns, int skipped) {
  private static final String QUESTION = "Question";
  private static final String BEST = "Best Answer";
  private static final String CORRECT = "Correct Answers";
  private static final String INCORRECT = "Incorrect Answers";

  /** Question, two choices, letter. */
  private static final int FEWEST_CELLS = 4;

  /** The layout of a file whose first row this is; empty for none. */
  static Optional<QuestionCsv> of(List<String> first) {
    Map<String, Integer> columns = new LinkedHashMap<>();
    for (int i = 0; i < first.size(); i++) {
      columns.putIfAbsent(first.get(i).strip(), i);
    }
    if (columns.keySet().containsAll(List.of(QUESTION, BEST, CORRECT, INCORRECT))) {
      return Optional.of(new QuestionCsv(QuestionLayout.TRUTHFULQA_CSV, columns, 1));
    }
    if (first.size() < FEWEST_CELLS) {
      return Optional.empty();
    }
    boolean hasHeader =
        first.get(0).strip().equalsIgnoreCase("question")
            && first.get(first.size() - 1).strip().equalsIgnoreCase("answer");
    boolean isRow = first.get(first.size() - 1).strip().matches("[A-Za-z]");
    return hasHeader || isRow
        ? Optional.of(new QuestionCsv(QuestionLayout.MMLU_CSV, Map.of(), hasHeader ? 1 : 0))
        : Optional.empty();
  }

  /**
   * A question.
   *
   * @param cells of one row
   * @throws dev.steerage.InputException if it is not whole
   */
  ChoiceQuestion question(List<String> cells, QuestionRow row, String id) {
    return layout == QuestionLayout.TRUTHFULQA_CSV
        ? truthful(cells, row, id)
        : mmlu(cells, row, id);
  }

  private static ChoiceQuestion mmlu(List<String> cells, QuestionRow row, String id) {
    if (cells.size() < FEWEST_CELLS) {
      throw row.unusable(
          "has %d cells; a question has its text, two choices or more, and a letter"
              .formatted(cells.size()));
    }
    List<String> choices =
        cells.subList(1, cells.size() - 1).stream().map(c -> row.text("choices", c)).toList();
    List<String> letters =
        IntStream.range(0, choices.size()).mapToObj(ChoiceAnswer::letter).toList();
    String answer = cells.get(cells.size() - 1).strip().toUpperCase(Locale.ROOT);
    return row.question(
        id, row.text("question", cells.get(0)), choices, row.answer(answer, letters));
  }

  private ChoiceQuestion truthful(List<String> cells, QuestionRow row, String id) {
    String best = row.text(BEST, cell(cells, BEST)).strip();
    Map<String, Boolean> truths = new LinkedHashMap<>();
    truths.put(best, true);
    answers(cells, CORRECT).forEach(answer -> truths.put(answer, true));
    for (String answer : answers(cells, INCORRECT)) {
      if (Boolean.TRUE.equals(truths.putIfAbsent(answer, false))) {
        throw row.unusable("has an answer that is correct and incorrect; take it out of one");
      }
    }
    return row.question(id, row.text(QUESTION, cell(cells, QUESTION)), truths, best);
  }

  private List<String> answers(List<String> cells, String column) {
    return Arrays.stream(cell(cells, column).split(";", -1))
        .map(String::strip)
        .filter(answer -> !answer.isEmpty())
        .toList();
  }

  private String cell(List<String> cells, String column) {
    int index = columns.getOrDefault(column, cells.size());
    return index < cells.size() ? cells.get(index) : "";
  }
}
