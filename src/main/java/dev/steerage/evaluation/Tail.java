package dev.steerage.evaluation;

import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaModel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The blocks of a model behind a layer, with a context of their own.
 *
 * @param model the blocks
 * @param context of it
 * @param decoder how that takes batches
 * @param scorer in that context
 */
record Tail(LlamaModel model, LlamaContext context, TailDecoder decoder, PairScorer scorer)
    implements AutoCloseable {
  /**
   * Loads them.
   *
   * @param layer 0-based, behind which they begin
   * @param cells tokens that the context holds, at least
   * @param decoded hears the number of tokens of each decode
   * @throws dev.steerage.llama.LlamaException if this model cannot be cut there or memory does not
   *     suffice
   */
  static Tail load(Path file, int layer, EngineSpec spec, int cells, LongConsumer decoded) {
    LlamaModel model = LlamaModel.loadTail(file, layer + 1, spec.gpus().options());
    try {
      LlamaContext context = LlamaContext.of(model, Engine.options(model, spec, cells));
      TailDecoder decoder = new TailDecoder(model.width());
      PairScorer scorer =
          new PairScorer(context, decoder, Scoring.of(model, spec), decoded, StageClock.NONE);
      return new Tail(model, context, decoder, scorer);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** The largest difference of a token's logprob between two passes over the same texts. */
  static double largestDifference(List<PairScorer.Scored> a, List<PairScorer.Scored> b) {
    double largest = 0;
    for (int i = 0; i < a.size(); i++) {
      double[] first = logprobs(a.get(i));
      double[] second = logprobs(b.get(i));
      for (int k = 0; k < first.length; k++) {
        largest = Math.max(largest, Math.abs(first[k] - second[k]));
      }
    }
    return largest;
  }

  private static double[] logprobs(PairScorer.Scored pair) {
    return Stream.concat(pair.positive().stream(), pair.negative().stream())
        .mapToDouble(TokenScore::logprob)
        .toArray();
  }

  @Override
  public void close() {
    scorer.close();
    decoder.close();
    context.close();
    model.close();
  }
}
