package dev.steerage.evaluation;

import dev.steerage.InputException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Plain text that has nothing to do with the behaviors, on which side effects are measured.
 *
 * @param file UTF-8 text, or the bare name of the shipped one, {@value NeutralText#SHIPPED}
 * @param context tokens in a chunk; the second half of each is scored
 * @param chunks most chunks that are scored, from the text's beginning; null for all
 */
public record NeutralSpec(Path file, int context, @Nullable Integer chunks) {
  /** Tokens in a chunk where nothing else is asked: that of llama-perplexity. */
  public static final int DEFAULT_CONTEXT = 512;

  private static final int LEAST_CONTEXT = 3; // one target: the first half and its end come before

  public NeutralSpec {
    if (context < LEAST_CONTEXT) {
      throw new InputException(
          "neutral-context "
              + context
              + " is out of range; give "
              + LEAST_CONTEXT
              + " or more, since the second half of a chunk is scored");
    }
    if (chunks != null && chunks < 1) {
      throw new InputException("neutral-chunks " + chunks + " is out of range; give 1 or more");
    }
  }

  /**
   * What options or keys ask for.
   *
   * @param file null for no neutral text
   * @throws InputException if the others are given without it
   */
  public static @Nullable NeutralSpec of(
      @Nullable Path file, @Nullable Integer context, @Nullable Integer chunks) {
    if (file == null) {
      if (context != null || chunks != null) {
        throw new InputException(
            (context != null ? "neutral-context" : "neutral-chunks")
                + " is about a neutral text, and there is none; add neutral, or leave it out");
      }
      return null;
    }
    return new NeutralSpec(file, context == null ? DEFAULT_CONTEXT : context, chunks);
  }
}
