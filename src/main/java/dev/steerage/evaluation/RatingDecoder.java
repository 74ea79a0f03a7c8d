package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.Rating;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Reads ratings from the logits of a judge.
 *
 * <p>What llama.cpp computes for a token depends, in the last bits on F32 weights and visibly on
 * quantized ones, on the other tokens of its batch. So a batch never holds two texts, and what a
 * text is decoded in depends on itself and its rubric alone: the rubric's head, which stays in the
 * cache, then the rest of the text, each in pieces of {@value #PIECE} tokens. A text has the same
 * rating, bit for bit, whatever texts are rated before or beside it.
 */
final class RatingDecoder {
  /** Most tokens in one decode. */
  static final int PIECE = 512;

  private static final int HEAD = 0;
  private static final int TEXT = 1;

  private final LlamaModel judge;
  private final LlamaContext context;
  private final Batch batch = new Batch();

  /** The tokens in sequence {@link #HEAD}. */
  private int[] cached = {};

  private long decoded;

  /**
   * A decoder.
   *
   * @param context of the judge, with cells for the longest head and text
   */
  RatingDecoder(LlamaModel judge, LlamaContext context) {
    this.judge = judge;
    this.context = context;
  }

  /** Sizes and precision of a context in which texts of at most so many tokens are rated. */
  static LlamaContext.Options options(EngineSpec engine, int longest) {
    // a head and a text that does not begin with it are never in the cache together
    return new LlamaContext.Options(
        Math.max(PIECE, longest),
        PIECE,
        2,
        engine.threads(),
        engine.kvType(),
        engine.flashAttention());
  }

  /** Tokens decoded so far. */
  long decoded() {
    return decoded;
  }

  /**
   * Rates a text: the softmax over the logits of the three rating tokens, and their share of the
   * softmax over the whole vocabulary.
   *
   * @param head what all texts of its rubric begin with
   * @throws InputException if the logits are not finite
   */
  Rating rate(RatedText text, int[] head) {
    boolean isShared = judge.sharesPrompts() && head.length > 0 && text.beginsWith(head);
    int[] wanted = isShared ? head : new int[0];
    if (wanted.length == 0 || !Arrays.equals(wanted, cached)) {
      context.clear();
      cached = wanted;
      decode(wanted, 0, HEAD, Batch.Output.NONE);
    }
    if (wanted.length > 0) {
      context.branch(HEAD, TEXT);
    }
    int last = decode(text.tokens(), wanted.length, TEXT, Batch.Output.LOGITS);
    Rating rating = rating(context.logits(last), text.ratings());
    context.forget(TEXT);
    return rating;
  }

  /** Decodes tokens from one on, and returns the index of the last one in its batch. */
  private int decode(int[] tokens, int from, int sequence, Batch.Output wanted) {
    int last = -1;
    for (int begin = from; begin < tokens.length; begin += PIECE) {
      int end = Math.min(tokens.length, begin + PIECE);
      batch.clear();
      for (int p = begin; p < end; p++) {
        boolean isLast = p == tokens.length - 1;
        last = batch.add(tokens[p], p, isLast ? wanted : Batch.Output.NONE, sequence);
      }
      context.decode(batch);
      decoded += batch.size();
    }
    return last;
  }

  private Rating rating(FloatBuffer logits, int[] ratings) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.limit(); i++) {
      most = Math.max(most, logits.get(i));
    }
    double all = 0;
    for (int i = 0; i < logits.limit(); i++) {
      all += Math.exp(logits.get(i) - most);
    }
    double mostRating = Double.NEGATIVE_INFINITY;
    for (int token : ratings) {
      mostRating = Math.max(mostRating, logits.get(token));
    }
    double[] shares = new double[ratings.length];
    double sum = 0;
    for (int r = 0; r < ratings.length; r++) {
      shares[r] = Math.exp(logits.get(ratings[r]) - mostRating);
      sum += shares[r];
    }
    double mass = sum * Math.exp(mostRating - most) / all;
    Rating rating = new Rating(shares[0] / sum, shares[1] / sum, shares[2] / sum, mass);
    if (!Double.isFinite(rating.expected()) || !Double.isFinite(mass)) {
      throw InputException.in(
          judge.file(),
          "gives logits that are not finite; its weights are damaged, so download or convert it again");
    }
    return rating;
  }
}
