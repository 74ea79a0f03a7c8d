package dev.steerage.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The JSON layouts of a question. Keys that a layout does not need are passed over. */
final class QuestionJson {
  private static final String QUESTION = "question";
  private static final String CHOICES = "choices";
  private static final String ANSWER = "answer";
  private static final String ANSWER_KEY = "answerKey";
  private static final String ONE_TRUE = "mc1_targets";
  private static final String SEVERAL_TRUE = "mc2_targets";
  private static final String LABELS = "labels";

  private QuestionJson() {}

  /** The layout that an object has; empty for none. */
  static Optional<QuestionLayout> layout(JsonNode row) {
    if (!row.has(QUESTION)) {
      return Optional.empty();
    }
    if (row.has(ONE_TRUE) || row.has(SEVERAL_TRUE)) {
      return Optional.of(QuestionLayout.TRUTHFULQA_JSON);
    }
    if (row.has(ANSWER_KEY)) {
      return Optional.of(QuestionLayout.ARC_JSON);
    }
    return row.has(CHOICES) && row.has(ANSWER)
        ? Optional.of(QuestionLayout.MMLU_JSON)
        : Optional.empty();
  }

  /**
   * A question.
   *
   * @param layout that the object has, one of JSON
   * @throws dev.steerage.InputException if it is not whole
   */
  static ChoiceQuestion question(QuestionLayout layout, JsonNode json, QuestionRow row, String id) {
    return switch (layout) {
      case TRUTHFULQA_JSON -> truthful(json, row, id);
      case ARC_JSON -> arc(json, row, id);
      default -> mmlu(json, row, id);
    };
  }

  private static ChoiceQuestion mmlu(JsonNode json, QuestionRow row, String id) {
    List<String> choices = texts(json.path(CHOICES), row);
    JsonNode answer = json.path(ANSWER);
    List<String> labels =
        IntStream.range(0, choices.size())
            .mapToObj(i -> answer.isInt() ? "" + i : ChoiceAnswer.letter(i))
            .toList();
    return row.question(
        id,
        row.text(QUESTION, json.path(QUESTION)),
        choices,
        row.answer(answer.asText().strip(), labels));
  }

  private static ChoiceQuestion arc(JsonNode json, QuestionRow row, String id) {
    JsonNode question = json.path(QUESTION);
    boolean isNested = question.isObject();
    JsonNode choices = isNested ? question.path(CHOICES) : json.path(CHOICES);
    List<String> texts =
        choices.isArray() ? texts(column(choices, "text"), row) : texts(choices.path("text"), row);
    Stream<JsonNode> labels =
        choices.isArray() ? column(choices, "label") : elements(choices.path("label"));
    List<String> names = labels.map(label -> label.asText().strip()).toList();
    if (names.size() != texts.size()) {
      throw row.unusable("has %d choices and %d labels".formatted(texts.size(), names.size()));
    }
    return row.question(
        id,
        row.text(QUESTION, isNested ? question.path("stem") : question),
        texts,
        row.answer(json.path(ANSWER_KEY).asText().strip(), names));
  }

  private static ChoiceQuestion truthful(JsonNode json, QuestionRow row, String id) {
    Map<String, Boolean> one = truths(ONE_TRUE, json.path(ONE_TRUE), row);
    Map<String, Boolean> all = truths(SEVERAL_TRUE, json.path(SEVERAL_TRUE), row);
    List<String> best =
        (one.isEmpty() ? all : one)
            .entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    if (best.isEmpty() || (!one.isEmpty() && best.size() > 1)) {
      throw row.unusable(
          "has %d choices with label 1 in '%s'; give one of them the label 1"
              .formatted(best.size(), one.isEmpty() ? SEVERAL_TRUE : ONE_TRUE));
    }
    one.forEach(
        (choice, isTrue) -> {
          if (!all.getOrDefault(choice, isTrue).equals(isTrue)) {
            throw row.unusable("has a choice with two labels; give it one");
          }
          all.put(choice, isTrue);
        });
    return row.question(id, row.text(QUESTION, json.path(QUESTION)), all, best.get(0));
  }

  /** Two lists, as Hugging Face has them, or an object of labels by choice, as its authors do. */
  private static Map<String, Boolean> truths(String key, JsonNode targets, QuestionRow row) {
    Map<String, Boolean> truths = new LinkedHashMap<>();
    List<String> choices;
    List<JsonNode> labels;
    if (targets.path(CHOICES).isArray()) {
      choices = texts(targets.path(CHOICES), row);
      labels = elements(targets.path(LABELS)).toList();
    } else {
      choices = targets.properties().stream().map(e -> row.text(key, e.getKey())).toList();
      labels = elements(targets).toList();
    }
    if (choices.size() != labels.size()) {
      throw row.unusable(
          "has %d choices and %d labels in '%s'".formatted(choices.size(), labels.size(), key));
    }
    for (int i = 0; i < choices.size(); i++) {
      boolean isTrue = labels.get(i).asText().equals("1");
      if (!isTrue && !labels.get(i).asText().equals("0")) {
        throw row.unusable("has a label other than 0 and 1 in '" + key + "'");
      }
      truths.merge(choices.get(i), isTrue, Boolean::logicalOr);
    }
    return truths;
  }

  private static List<String> texts(JsonNode list, QuestionRow row) {
    return texts(elements(list), row);
  }

  private static List<String> texts(Stream<JsonNode> texts, QuestionRow row) {
    return texts.map(text -> row.text(CHOICES, text)).toList();
  }

  private static Stream<JsonNode> column(JsonNode objects, String key) {
    return elements(objects).map(object -> object.path(key));
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    List<JsonNode> all = new ArrayList<>();
    list.forEach(all::add);
    return all.stream();
  }
}
