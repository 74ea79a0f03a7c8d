package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;

/**
 * How an evaluation is computed. The defaults are the exact ones; the others are recorded with the
 * result. Messages have the names that options and the keys of a spec have in common.
 *
 * @param gpuLayers blocks kept on GPUs, {@link LlamaModel.Options#ALL_LAYERS} for all
 * @param threads CPU threads
 * @param batchTokens most tokens decoded in one go, or {@link #AUTO_BATCH_TOKENS}
 * @param kvType type of the KV cache
 * @param flashAttention blockwise attention, faster and not exact
 * @param layerSplit whether the blocks that several conditions have in common are decoded once,
 *     where that is worth it and gives the same
 */
public record EngineSpec(
    int gpuLayers,
    int threads,
    int batchTokens,
    KvType kvType,
    boolean flashAttention,
    boolean layerSplit) {

  /** Tokens in a batch where nothing else is asked. */
  public static final int DEFAULT_BATCH_TOKENS = 512;

  /** The batch size is to be measured ({@link Evaluation} and {@link Bench} do it). */
  public static final int AUTO_BATCH_TOKENS = 0;

  private static final int MOST_BATCH_TOKENS = 65_536;

  public EngineSpec {
    if (threads < 1 || threads > 512) {
      throw new InputException("threads " + threads + " is out of range; give 1 to 512");
    }
    if (batchTokens < AUTO_BATCH_TOKENS || batchTokens > MOST_BATCH_TOKENS) {
      throw new InputException(
          "batch-tokens "
              + batchTokens
              + " is out of range; give 1 to "
              + MOST_BATCH_TOKENS
              + ", or auto");
    }
    if (gpuLayers < LlamaModel.Options.ALL_LAYERS) {
      throw new InputException(
          "gpu-layers " + gpuLayers + " is out of range; give 0 or more, or all");
    }
  }

  /** With the layer split. */
  public EngineSpec(
      int gpuLayers, int threads, int batchTokens, KvType kvType, boolean flashAttention) {
    this(gpuLayers, threads, batchTokens, kvType, flashAttention, true);
  }

  /** CPU threads that decoding leaves free: with GPUs those that only wait for it are free too. */
  int spareThreads() {
    int cores = Runtime.getRuntime().availableProcessors();
    return gpuLayers == 0 ? Math.max(0, cores - threads) : Math.min(threads, cores);
  }

  /** Whether the batch size is still to be measured. */
  public boolean isBatchAuto() {
    return batchTokens == AUTO_BATCH_TOKENS;
  }

  /** The same with another batch size. */
  EngineSpec withBatchTokens(int tokens) {
    return new EngineSpec(gpuLayers, threads, tokens, kvType, flashAttention, layerSplit);
  }

  /** The same without the layer split. */
  public EngineSpec withoutLayerSplit() {
    return new EngineSpec(gpuLayers, threads, batchTokens, kvType, flashAttention, false);
  }

  /** CPU, all its cores, exact. */
  public static EngineSpec exact() {
    int cores = Math.min(512, Runtime.getRuntime().availableProcessors());
    return new EngineSpec(0, cores, DEFAULT_BATCH_TOKENS, KvType.F32, false);
  }
}
