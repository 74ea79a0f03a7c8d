package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.dataset.ChoiceQuestion;
import dev.steerage.dataset.QuestionSet;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.llama.LlamaModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be known of a model's sets of questions without its weights: that they fit, and how many
 * tokens there are.
 */
final class CapabilityTexts {
  /** Of a row of a file without the question's id: mostly the digits of a sum. */
  private static final int ROW_BYTES = 36;

  private final ChoiceAnswer answer;
  private final ChatFormat format;
  private final Map<TextKey, Size> sizes = new HashMap<>();
  private int costliest;

  /** A set under a system prompt; null for none. */
  private record TextKey(String set, @Nullable String systemPrompt) {}

  /** What a set costs under one condition: tokens to decode, and bytes, about, of its file. */
  record Size(long tokens, long bytes) {
    static final Size NONE = new Size(0, 0);
  }

  CapabilityTexts(ChoiceAnswer answer, ChatFormat format) {
    this.answer = answer;
    this.format = format;
  }

  /**
   * Looks at sets, each once under a system prompt.
   *
   * @param systemPrompt before the questions; null for none
   * @param model of which at least the tokenizer is loaded
   * @throws InputException naming the first question that does not fit the model
   */
  void add(
      List<QuestionSet> sets, @Nullable String systemPrompt, LlamaModel model, ModelShape shape) {
    for (QuestionSet set : sets) {
      TextKey key = new TextKey(set.name(), systemPrompt);
      if (!sizes.containsKey(key)) {
        sizes.put(key, size(set, systemPrompt, model, shape));
      }
    }
  }

  private Size size(
      QuestionSet set, @Nullable String systemPrompt, LlamaModel model, ModelShape shape) {
    long tokens = 0;
    long bytes = 0;
    for (ChoiceQuestion question : set.questions()) {
      if (answer == ChoiceAnswer.LETTER && question.choices().size() > ChoiceAnswer.MOST_LETTERS) {
        throw InputException.in(
            set.file(),
            "question %s has more choices than there are letters; give --choice-answer text"
                .formatted(question.id()));
      }
      TokenizedQuestion texts = tokenize(model, question, systemPrompt);
      checkLength(set, texts, shape, model);
      int cost = texts.cost(model.sharesPrompts());
      costliest = Math.max(costliest, cost);
      tokens += cost;
      bytes += question.choices().size() * (long) (ROW_BYTES + question.id().length());
    }
    return new Size(tokens, bytes);
  }

  private static void checkLength(
      QuestionSet set, TokenizedQuestion question, ModelShape shape, LlamaModel model) {
    if (shape.context() > 0 && question.longest() > shape.context()) {
      throw InputException.in(
          set.file(),
          "question %s has %d tokens, more than the context of model %s (%d); shorten it or take it out"
              .formatted(
                  question.question().id(), question.longest(), model.file(), shape.context()));
    }
  }

  /**
   * Checks that a fine-tuned model reads every question as the same tokens.
   *
   * @throws InputException naming its file
   */
  void checkFineTuned(
      QuestionSet set, LlamaModel model, LlamaModel other, ModelInput weights, ModelShape shape) {
    FineTunedCheck check = new FineTunedCheck(model, weights.file());
    for (ChoiceQuestion question : set.questions()) {
      TokenizedQuestion tokens = tokenize(other, question, null);
      if (!tokens.sameTokens(tokenize(model, question, null))) {
        throw check.differs("question " + question.id() + " has other tokens");
      }
      checkLength(set, tokens, shape, other);
    }
  }

  /** Tokenizes a set in this model's chat format. */
  List<TokenizedQuestion> tokenize(
      LlamaModel model, QuestionSet set, @Nullable String systemPrompt) {
    return set.questions().stream().map(q -> tokenize(model, q, systemPrompt)).toList();
  }

  private TokenizedQuestion tokenize(
      LlamaModel model, ChoiceQuestion question, @Nullable String systemPrompt) {
    return TokenizedQuestion.of(question, answer, new PairTokenizer(format, systemPrompt), model);
  }

  /** What stands for a choice. */
  ChoiceAnswer answer() {
    return answer;
  }

  /** What a set costs under a setting. */
  Size size(QuestionSet set, Setting setting) {
    return sizes.getOrDefault(new TextKey(set.name(), setting.systemPrompt()), Size.NONE);
  }

  /** Most tokens of one question, all of its choices among them. */
  int costliest() {
    return costliest;
  }
}
