package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.dataset.ChoiceQuestion;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.LlamaModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A question's prompt with each of its choices, as tokens.
 *
 * @param question what it is of
 * @param texts one a choice, in their order
 */
record TokenizedQuestion(ChoiceQuestion question, List<TokenizedText> texts) {
  TokenizedQuestion {
    texts = List.copyOf(texts);
  }

  /**
   * Tokenizes a question as {@link PairTokenizer} does contrast pairs.
   *
   * @throws InputException if the tokens cannot be placed in the text, a choice begins with its
   *     first token, or the format has no place for a system prompt
   */
  static TokenizedQuestion of(
      ChoiceQuestion question, ChoiceAnswer answer, PairTokenizer tokenizer, LlamaModel model) {
    String what = "question " + question.id();
    String prompt = answer.prompt(question);
    List<TokenizedText> texts =
        IntStream.range(0, question.choices().size())
            .mapToObj(
                i -> tokenizer.tokenize(model, what, prompt, answer.continuation(question, i)))
            .toList();
    if (texts.stream().anyMatch(text -> text.mask().start() == 0)) {
      throw new InputException(
          what
              + ": the first token holds bytes of a choice, so that nothing predicts it; write a longer question");
    }
    return new TokenizedQuestion(question, texts);
  }

  /** Leading tokens that all texts have in common and that all need decoded, before any choice. */
  int shared() {
    TokenizedText first = texts.get(0);
    int shared = length(first);
    for (TokenizedText text : texts) {
      int most = Math.min(length(text), text.mask().start());
      shared = Math.min(shared, most);
      int same = 0;
      while (same < shared && text.token(same) == first.token(same)) {
        same++;
      }
      shared = same;
    }
    return shared;
  }

  /** Tokens of a text that are decoded: all but the last, which nothing follows. */
  static int length(TokenizedText text) {
    return text.length() - 1;
  }

  /**
   * Tokens to be decoded.
   *
   * @param sharing whether the model can have a token in several sequences
   */
  int cost(boolean sharing) {
    int all = texts.stream().mapToInt(TokenizedQuestion::length).sum();
    return sharing ? all - (texts.size() - 1) * shared() : all;
  }

  /** Tokens of its longest text. */
  int longest() {
    return texts.stream().mapToInt(TokenizedText::length).max().orElse(0);
  }

  /** Whether another has the same tokens with the same choices. */
  boolean sameTokens(TokenizedQuestion other) {
    return IntStream.range(0, texts.size())
        .allMatch(
            i ->
                Arrays.equals(texts.get(i).tokens(), other.texts.get(i).tokens())
                    && texts.get(i).mask().start() == other.texts.get(i).mask().start());
  }
}
