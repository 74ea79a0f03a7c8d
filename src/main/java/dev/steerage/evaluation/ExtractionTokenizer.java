package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.Pole;
import dev.steerage.dataset.Prompt;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.ContinuationMask;
import dev.steerage.likelihood.FormattedText;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Pairs as a model's tokens. What a text has behind the tokens that count is left out: no token
 * depends on a later one.
 *
 * @param model of which at least the tokenizer is loaded
 * @param format how a pair becomes two texts
 */
record ExtractionTokenizer(LlamaModel model, ChatFormat format) {
  /**
   * A contrast pair.
   *
   * @throws InputException if its tokens cannot be placed
   */
  TokenizedPair pair(ContrastPair pair, TokenPosition position) {
    TokenizedPair whole = new PairTokenizer(format).tokenize(model, pair);
    return new TokenizedPair(
        pair.id(),
        counted(whole.positive(), position, pair.continuation(Pole.POSITIVE)),
        counted(whole.negative(), position, pair.continuation(Pole.NEGATIVE)));
  }

  /**
   * Two prompts, each to the place where its answer would begin; its last token counts.
   *
   * @throws InputException if one has no tokens before that
   */
  TokenizedPair prompts(Prompt positive, Prompt negative) {
    return new TokenizedPair(positive.id(), prompt(positive), prompt(negative));
  }

  private TokenizedText prompt(Prompt prompt) {
    FormattedText text = format.prompt(prompt.system(), prompt.text());
    try {
      int[] tokens = model.tokenize(text.utf8(), text.markup()).tokens();
      if (tokens.length < 2) {
        throw new InputException("prompt " + prompt.id() + " has no words; write its text");
      }
      return upTo(tokens, tokens.length - 1);
    } catch (LlamaException e) {
      throw InputException.in(model.file(), "prompt " + prompt.id() + ": " + e.getMessage(), e);
    }
  }

  private TokenizedText counted(TokenizedText text, TokenPosition position, String continuation) {
    return switch (position) {
      case CONTINUATION -> text;
      case LAST -> upTo(text.tokens(), text.length() - 1);
      case ANSWER -> upTo(text.tokens(), letter(text, continuation.charAt(1)));
    };
  }

  private static TokenizedText upTo(int[] tokens, int last) {
    ContinuationMask mask = new ContinuationMask(last, last + 1, 0, "the token that counts");
    return new TokenizedText(Arrays.copyOf(tokens, last + 1), mask);
  }

  /** Index of the token that holds the letter of an answer, {@code (A)}. */
  private int letter(TokenizedText text, char letter) {
    for (int i = text.length() - 1; i >= text.mask().start(); i--) {
      if (new String(model.piece(text.token(i)), StandardCharsets.UTF_8).indexOf(letter) >= 0) {
        return i;
      }
    }
    throw new IllegalStateException("no token of the answer holds its letter " + letter);
  }
}
