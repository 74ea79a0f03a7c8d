package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SpecialTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A neutral text as tokens, in chunks of which the second half is scored, as llama.cpp v0.5.0's
 * tools/perplexity does it: without chat format, each chunk's first token replaced by BOS where the
 * model has texts begin with it, tokens behind the last whole chunk left out. With a chunk of n
 * tokens the targets are those at positions ⌊n/2⌋ + 1 to n − 1, 0-based, so that each has at least
 * half of a chunk before it.
 *
 * @param context tokens in a chunk, n
 * @param chunks each [n], at least one
 */
record NeutralChunks(int context, List<int[]> chunks) {
  /**
   * Cuts a text.
   *
   * @param model its tokenizer
   * @param shape of that model
   * @throws InputException if the text has no whole chunk, or the model has no room for one
   */
  static NeutralChunks of(NeutralText text, LlamaModel model, ModelShape shape) {
    NeutralSpec spec = text.spec();
    int n = spec.context();
    checkContext(n, model, shape);
    int[] tokens = tokens(text, model);
    int count = tokens.length / n;
    if (count == 0) {
      throw InputException.in(
          spec.file(),
          "has %d tokens of model %s, fewer than the %d of a chunk; take a longer text, or give --neutral-context %s"
              .formatted(tokens.length, model.file(), n, tokens.length + " or less"));
    }
    Integer most = spec.chunks();
    List<int[]> chunks = new ArrayList<>();
    for (int chunk = 0; chunk < (most == null ? count : Math.min(most, count)); chunk++) {
      int[] part = Arrays.copyOfRange(tokens, chunk * n, (chunk + 1) * n);
      if (model.addsBos()) {
        part[0] = tokens[0];
      }
      chunks.add(part);
    }
    return new NeutralChunks(n, chunks);
  }

  private static int[] tokens(NeutralText text, LlamaModel model) {
    try {
      return model.tokenize(text.text(), SpecialTokens.AS_TEXT).tokens();
    } catch (LlamaException e) {
      throw InputException.in(model.file(), "the neutral text: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses chunks that are longer than a model was trained for.
   *
   * @throws InputException naming the model
   */
  static void checkContext(int context, LlamaModel model, ModelShape shape) {
    if (shape.context() > 0 && context > shape.context()) {
      throw InputException.in(
          model.file(),
          "was trained with a context of %d tokens, fewer than the %d of a chunk of neutral text; give --neutral-context %d or less"
              .formatted(shape.context(), context, shape.context()));
    }
  }

  /** Position of the first token of a chunk whose successor is scored. */
  int first() {
    return context / 2;
  }

  /** Scored tokens of a chunk. */
  int scored() {
    return context - 1 - first();
  }

  /** Tokens of a chunk that are decoded: all but the last, which nothing follows. */
  int decoded() {
    return context - 1;
  }

  /** Number of chunks. */
  int count() {
    return chunks.size();
  }

  /** Tokens decoded in one pass over all chunks. */
  long tokens() {
    return (long) count() * decoded();
  }

  /** Scored tokens of all chunks. */
  long rows() {
    return (long) count() * scored();
  }

  /** Whether other chunks have the same tokens. */
  boolean sameTokens(NeutralChunks other) {
    return Arrays.deepEquals(chunks.toArray(), other.chunks.toArray());
  }
}
