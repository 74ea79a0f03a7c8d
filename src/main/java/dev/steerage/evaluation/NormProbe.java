package dev.steerage.evaluation;

import dev.steerage.evaluation.ResidualNorms.Norm;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sums the norms of the residual stream over the tokens that a context decodes, a token that
 * several pairs begin with once for each.
 */
final class NormProbe implements BatchWatch, AutoCloseable {
  private final LlamaContext context;
  private final int lastLayer;
  private final Map<Integer, Sum> sums = new TreeMap<>();

  private static final class Sum {
    double total;
    int tokens;
    boolean isReadable = true;
  }

  /**
   * Begins to listen; the context captures until it is closed.
   *
   * @param layers 0-based blocks
   * @param lastLayer that of the model, after which only outputs have a residual
   */
  NormProbe(LlamaContext context, Iterable<Integer> layers, int lastLayer) {
    this.context = context;
    this.lastLayer = lastLayer;
    layers.forEach(layer -> sums.put(layer, new Sum()));
    context.capture(sums.keySet().stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public void decoded(Batch batch, int weight) {
    sums.forEach((layer, sum) -> add(batch, weight, layer, sum));
  }

  private void add(Batch batch, int weight, int layer, Sum sum) {
    try {
      for (int i = 0; sum.isReadable && i < batch.size(); i++) {
        if (layer < lastLayer || batch.isOutput(i)) {
          sum.total += weight * Steering.norm(context.residual(layer, i));
          sum.tokens += weight;
        }
      }
    } catch (LlamaException e) { // a graph that does not show its residual stream
      sum.isReadable = false;
    }
  }

  /** The mean after a layer; empty where the model's graph does not show it. */
  Optional<Norm> norm(int layer) {
    Sum sum = sums.get(layer);
    return sum == null || !sum.isReadable || sum.tokens == 0
        ? Optional.empty()
        : Optional.of(new Norm(sum.total / sum.tokens, sum.tokens));
  }

  @Override
  public void close() {
    context.capture();
  }
}
