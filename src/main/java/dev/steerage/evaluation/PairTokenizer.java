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
import dev.steerage.llama.LlamaModel.SpecialTokens;
import dev.steerage.llama.Tokens;
import java.util.Arrays;
import java.util.Optional;

/** Contrast pairs as a model's tokens, with the continuation's tokens marked. */
record PairTokenizer(ChatFormat format) {

  /** The tokens {@code ▁[ / INST ]} of {@code [/INST]} in Llama 2's vocabulary. */
  private static final int[] LLAMA2_MARKER = {518, 29914, 25580, 29962};

  /**
   * Tokenizes both texts of a pair.
   *
   * @throws InputException if the tokens cannot be placed in the text
   */
  TokenizedPair tokenize(LlamaModel model, ContrastPair pair) {
    return new TokenizedPair(
        pair.id(), tokenize(model, pair, Pole.POSITIVE), tokenize(model, pair, Pole.NEGATIVE));
  }

  private TokenizedText tokenize(LlamaModel model, ContrastPair pair, Pole pole) {
    FormattedText text = text(pair, pole);
    byte[] utf8 = text.utf8();
    try {
      // a data file's text is text, even where it looks like a marker of the chat format
      Tokens tokens = model.tokenize(utf8, new int[0]);
      int[] ids = tokens.tokens();
      ContinuationMask mask =
          ByteOffsetRule.mask(tokens.starts(), utf8.length, text.continuationOffset());
      checkAgainstPaper(model, ids, mask);
      return new TokenizedText(ids, mask);
    } catch (LlamaException e) {
      throw new InputException("pair " + pair.id() + ": " + e.getMessage(), e);
    }
  }

  private FormattedText text(ContrastPair pair, Pole pole) {
    FileText own = pair.fileText();
    if (own != null && format == ChatFormat.LLAMA2) {
      return FormattedText.of(own.head(), own.tail(pole));
    }
    return format.text(pair.system(), pair.prompt(), pair.continuation(pole));
  }

  /**
   * On Llama 2's tokens the paper's rule and the general one must say the same: an error here is
   * one of this program.
   */
  private void checkAgainstPaper(LlamaModel model, int[] ids, ContinuationMask mask) {
    if (format != ChatFormat.LLAMA2 || !hasLlama2Tokens(model)) {
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

  private static boolean hasLlama2Tokens(LlamaModel model) {
    int[] marker = model.tokenize("[/INST]", SpecialTokens.AS_TEXT).tokens();
    int from = model.addsBos() ? 1 : 0;
    return Arrays.equals(marker, from, marker.length, LLAMA2_MARKER, 0, LLAMA2_MARKER.length);
  }
}
