package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * What a row of logits says (steer.h: steer_token_scores).
 *
 * @param target of a target token
 * @param fromBaseline how the row differs from the baseline's; null where it was not compared
 * @param fromReference likewise, from the reference's
 */
public record RowScores(
    TargetLogprob target, @Nullable Divergence fromBaseline, @Nullable Divergence fromReference) {

  private static final int SIZE = 48; // sizeof(steer_token_scores): four doubles, four int32

  /** Calls the library, which fills its argument and returns a status. */
  @FunctionalInterface
  interface Call {
    int into(Steer.steer_token_scores results);
  }

  /**
   * Scores of some rows.
   *
   * @throws LlamaException if the call fails
   */
  static List<RowScores> of(int rows, boolean hasBaseline, boolean hasReference, Call call) {
    List<RowScores> scores = new ArrayList<>(rows);
    if (rows == 0) {
      return scores;
    }
    try (Steer.steer_token_scores results = new Steer.steer_token_scores(rows)) {
      LlamaLibrary.check(call.into(results));
      ByteBuffer bytes = results.capacity(rows).asByteBuffer().order(ByteOrder.nativeOrder());
      for (int at = 0; at < rows * SIZE; at += SIZE) {
        int top = bytes.getInt(at + 36);
        TargetLogprob target =
            new TargetLogprob(
                bytes.getDouble(at), bytes.getDouble(at + 8), bytes.getInt(at + 32), top);
        scores.add(
            new RowScores(
                target,
                hasBaseline
                    ? divergence(bytes.getDouble(at + 16), bytes.getInt(at + 40), top)
                    : null,
                hasReference
                    ? divergence(bytes.getDouble(at + 24), bytes.getInt(at + 44), top)
                    : null));
      }
    }
    return scores;
  }

  private static Divergence divergence(double kl, int otherTop, int top) {
    return new Divergence(kl, otherTop, top);
  }

  /** The memory of rows that there are, or the pointer to none. */
  static @Nullable FloatPointer pointer(@Nullable FloatRows rows, int count) {
    return rows == null ? null : rows.pointer(count);
  }
}
