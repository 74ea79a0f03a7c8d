package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.ContrastPair.FileText;
import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.ByteOffsetRule;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.ContinuationMask;
import dev.steerage.likelihood.FormattedText;
import dev.steerage.likelihood.Llama2Rule;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Tokens;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Contrast pairs as a model's tokens, with the continuation's tokens marked.
 *
 * @param format how a pair becomes two texts
 * @param systemPrompt in place of the pairs' own; null to keep those
 */
record PairTokenizer(ChatFormat format, @Nullable String systemPrompt) {
  private static final String OPEN = "[INST]";
  private static final String CLOSE = "[/INST]";

  /** Keeps the pairs' own system prompts. */
  PairTokenizer(ChatFormat format) {
    this(format, null);
  }

  /**
   * Tokenizes both texts of a pair.
   *
   * @throws InputException if the tokens cannot be placed in the text, or the format has no place
   *     for a system prompt
   */
  TokenizedPair tokenize(LlamaModel model, ContrastPair pair) {
    return new TokenizedPair(
        pair.id(), tokenize(model, pair, Pole.POSITIVE), tokenize(model, pair, Pole.NEGATIVE));
  }

  private TokenizedText tokenize(LlamaModel model, ContrastPair pair, Pole pole) {
    return tokenize(model, "pair " + pair.id(), text(pair, pole));
  }

  /**
   * Tokenizes one continuation of a prompt that is no pair's.
   *
   * @param what it is, for messages
   * @throws InputException as {@link #tokenize(LlamaModel, ContrastPair)}
   */
  TokenizedText tokenize(LlamaModel model, String what, String prompt, String continuation) {
    return tokenize(model, what, format.text(systemPrompt, prompt, continuation));
  }

  private TokenizedText tokenize(LlamaModel model, String what, FormattedText text) {
    byte[] utf8 = text.utf8();
    try {
      // a data file's text is text, even where it looks like a marker of the chat format
      Tokens tokens = model.tokenize(utf8, text.markup());
      int[] ids = tokens.tokens();
      ContinuationMask mask =
          ByteOffsetRule.mask(tokens.starts(), utf8.length, text.continuationOffset());
      checkAgainstPaper(model, ids, mask);
      return new TokenizedText(ids, mask);
    } catch (LlamaException e) {
      throw InputException.in(model.file(), what + ": " + e.getMessage(), e);
    }
  }

  private FormattedText text(ContrastPair pair, Pole pole) {
    FileText own = pair.fileText();
    if (own != null && systemPrompt == null && format.equals(ChatFormat.LLAMA2)) {
      return ownText(own, pole);
    }
    String system = systemPrompt == null ? pair.system() : systemPrompt;
    return format.text(system, pair.prompt(), pair.continuation(pole));
  }

  /** The file's own text; its first and last marker are those of the format. */
  private static FormattedText ownText(FileText own, Pole pole) {
    String head = own.head();
    int open = head.indexOf(OPEN);
    int close = head.lastIndexOf(CLOSE);
    return new FormattedText.Builder()
        .plain(head.substring(0, open))
        .markup(OPEN)
        .plain(head.substring(open + OPEN.length(), close))
        .markup(head.substring(close))
        .continuation()
        .plain(own.tail(pole))
        .build();
  }

  /**
   * On Llama 2's tokens the paper's rule and the general one must say the same: an error here is
   * one of this program.
   */
  private void checkAgainstPaper(LlamaModel model, int[] ids, ContinuationMask mask) {
    if (!format.equals(ChatFormat.LLAMA2) || !ChatFormats.hasLlama2Tokens(model)) {
      return;
    }
    Optional<ContinuationMask> paper = Llama2Rule.mask(ids, mask.start());
    if (paper.isEmpty() || paper.get().start() != mask.start()) {
      throw new IllegalStateException(
          "two rules place the continuation differently: "
              + mask.reason()
              + "; "
              + paper.map(ContinuationMask::reason).orElse("no marker was found"));
    }
  }
}
