package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SplitMode;

/**
 * How an evaluation is computed. The defaults are the exact ones; the others are recorded with the
 * result. Messages have the names that options and the keys of a spec have in common.
 *
 * @param gpus what of a model goes on which GPUs
 * @param threads CPU threads
 * @param batchTokens most tokens decoded in one go
 * @param kvType type of the KV cache
 * @param flashAttention blockwise attention, faster and not exact
 * @param layerSplit whether the blocks that several conditions have in common are decoded once,
 *     where that is worth it and gives the same
 */
public record EngineSpec(
    GpuUse gpus,
    int threads,
    int batchTokens,
    KvType kvType,
    boolean flashAttention,
    boolean layerSplit) {

  /** Tokens in a batch where nothing else is asked. */
  public static final int DEFAULT_BATCH_TOKENS = 512;

  private static final int MOST_BATCH_TOKENS = 65_536;

  public EngineSpec {
    if (threads < 1 || threads > 512) {
      throw new InputException("threads " + threads + " is out of range; give 1 to 512");
    }
    if (batchTokens < 1 || batchTokens > MOST_BATCH_TOKENS) {
      throw new InputException(
          "batch-tokens " + batchTokens + " is out of range; give 1 to " + MOST_BATCH_TOKENS);
    }
    if (gpus.splitMode() == SplitMode.TENSOR && !flashAttention) {
      throw new InputException(
          "split-mode tensor needs flash attention in llama.cpp; add flash-attention, or give split-mode layer");
    }
  }

  /** On all GPUs by their free memory, with the layer split. */
  public EngineSpec(
      int gpuLayers, int threads, int batchTokens, KvType kvType, boolean flashAttention) {
    this(GpuUse.layers(gpuLayers), threads, batchTokens, kvType, flashAttention, true);
  }

  /** Blocks kept on GPUs, {@link LlamaModel.Options#ALL_LAYERS} for all. */
  public int gpuLayers() {
    return gpus.layers();
  }

  /** The same with other GPUs. */
  public EngineSpec with(GpuUse other) {
    return new EngineSpec(other, threads, batchTokens, kvType, flashAttention, layerSplit);
  }

  /** The same without the layer split. */
  public EngineSpec withoutLayerSplit() {
    return new EngineSpec(gpus, threads, batchTokens, kvType, flashAttention, false);
  }

  /** CPU, all its cores, exact. */
  public static EngineSpec exact() {
    int cores = Math.min(512, Runtime.getRuntime().availableProcessors());
    return new EngineSpec(0, cores, DEFAULT_BATCH_TOKENS, KvType.F32, false);
  }
}
