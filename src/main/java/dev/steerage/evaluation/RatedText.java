package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.FormattedText;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.Rating;
import java.util.Arrays;

/**
 * A rubric that is filled in, as a judge's tokens, up to where its rating would follow.
 *
 * <p>The answer that the judge is made to begin with is {@value #LEAD}. How a digit behind it is
 * tokenized differs: it may have a token of its own, one with the blank before it, or one with more
 * of the lead. So the whole text is tokenized with each of 0, 1 and 2 at its end: where the three
 * lists of tokens are the same but for the last one, that one is the rating's token, and the logits
 * behind the others say how likely it is. A tokenizer for which they are not is refused, since then
 * no single token tells the ratings apart.
 */
final class RatedText {
  /** What the judge's answer begins with. */
  static final String LEAD = "Rating: ";

  private final int[] tokens;
  private final int[] ratings;

  private RatedText(int[] tokens, int[] ratings) {
    this.tokens = tokens;
    this.ratings = ratings;
  }

  /**
   * Tokenizes a question. What it holds is text, whatever it looks like: control tokens come from
   * the chat format alone.
   *
   * @throws InputException if the ratings have no tokens of their own
   */
  static RatedText of(LlamaModel judge, ChatFormat format, String question) {
    int[][] all = new int[Rating.MOST + 1][];
    for (int rating = 0; rating < all.length; rating++) {
      FormattedText text = format.text(null, question, LEAD + rating);
      all[rating] = tokens(judge, text);
    }
    int last = all[0].length - 1;
    int[] ratings = new int[all.length];
    for (int rating = 0; rating < all.length; rating++) {
      boolean isAlike =
          last > 0
              && all[rating].length == last + 1
              && Arrays.equals(all[rating], 0, last, all[0], 0, last);
      if (!isAlike) {
        throw noRatings(judge);
      }
      ratings[rating] = all[rating][last];
    }
    if (Arrays.stream(ratings).distinct().count() < ratings.length) {
      throw noRatings(judge);
    }
    return new RatedText(Arrays.copyOf(all[0], last), ratings);
  }

  private static int[] tokens(LlamaModel judge, FormattedText text) {
    try {
      return judge.tokenize(text.utf8(), text.markup()).tokens();
    } catch (LlamaException e) {
      throw InputException.in(judge.file(), String.valueOf(e.getMessage()), e);
    }
  }

  private static InputException noRatings(LlamaModel judge) {
    return InputException.in(
        judge.file(),
        "its tokenizer has no single tokens for 0, 1 and 2 behind '"
            + LEAD
            + "', so their likelihoods cannot be read; take another judge");
  }

  /** What is decoded, at least one; not to be written to. */
  int[] tokens() {
    return tokens;
  }

  /** The token of each rating, [0 to 2]; not to be written to. */
  int[] ratings() {
    return ratings;
  }

  /** Number of tokens that are decoded. */
  int length() {
    return tokens.length;
  }

  /** Whether the text begins with these tokens and goes on. */
  boolean beginsWith(int[] head) {
    return tokens.length > head.length
        && Arrays.equals(tokens, 0, head.length, head, 0, head.length);
  }

  /** The tokens that this and another text begin with. */
  int[] common(RatedText other) {
    int mismatch = Arrays.mismatch(tokens, other.tokens);
    return Arrays.copyOf(tokens, mismatch < 0 ? tokens.length : mismatch);
  }
}
