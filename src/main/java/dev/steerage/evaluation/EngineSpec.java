package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SplitMode;
import java.util.List;

/**
 * How an evaluation is computed. The defaults are the exact ones; the others are recorded with the
 * result. Messages have the names that options and the keys of a spec have in common.
 *
 * @param gpus what of a model goes on which GPUs
 * @param threads CPU threads of each worker
 * @param batchTokens most tokens decoded in one go, or {@link #AUTO_BATCH_TOKENS}
 * @param kvType type of the KV cache
 * @param flashAttention blockwise attention, faster and not exact
 * @param layerSplit whether the blocks that several conditions have in common are decoded once,
 *     where that is worth it and gives the same
 * @param workers how many conditions are computed at a time, each in a context of its own: of one
 *     model that they share, or, where split mode none is given several devices, of a model on a
 *     device of its own
 */
public record EngineSpec(
    GpuUse gpus,
    int threads,
    int batchTokens,
    KvType kvType,
    boolean flashAttention,
    boolean layerSplit,
    int workers) {

  /** Tokens in a batch where nothing else is asked. */
  public static final int DEFAULT_BATCH_TOKENS = 512;

  /** The batch size is to be measured ({@link Evaluation} and {@link Bench} do it). */
  public static final int AUTO_BATCH_TOKENS = 0;

  private static final int MOST_BATCH_TOKENS = 65_536;
  private static final int MOST_THREADS = 512;
  private static final int MOST_WORKERS = 64;

  public EngineSpec {
    if (threads < 1 || threads > MOST_THREADS) {
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
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new InputException(
          "workers " + workers + " is out of range; give 1 to " + MOST_WORKERS);
    }
    if (hasOwnDevices(gpus) && workers > gpus.devices().size()) {
      throw new InputException(
          "workers %d are more than the %d devices; with split-mode none each has one of its own"
              .formatted(workers, gpus.devices().size()));
    }
    if (gpus.splitMode() == SplitMode.TENSOR && !flashAttention) {
      throw new InputException(
          "split-mode tensor needs flash attention in llama.cpp; add flash-attention, or give split-mode layer");
    }
  }

  private static boolean hasOwnDevices(GpuUse gpus) {
    return gpus.splitMode() == SplitMode.NONE && gpus.devices().size() > 1;
  }

  /** On all GPUs by their free memory, with the layer split, one worker. */
  public EngineSpec(
      int gpuLayers, int threads, int batchTokens, KvType kvType, boolean flashAttention) {
    this(GpuUse.layers(gpuLayers), threads, batchTokens, kvType, flashAttention, true, 1);
  }

  /** Blocks kept on GPUs, {@link LlamaModel.Options#ALL_LAYERS} for all. */
  public int gpuLayers() {
    return gpus.blocks();
  }

  /** The same with other GPUs. */
  public EngineSpec with(GpuUse other) {
    return new EngineSpec(other, threads, batchTokens, kvType, flashAttention, layerSplit, workers);
  }

  /**
   * The same with devices of other machines, whose servers are at these endpoints ("host:port").
   *
   * @throws InputException if one is no host and port, or is there twice
   */
  public EngineSpec withServers(List<String> endpoints) {
    return with(gpus.withServers(endpoints));
  }

  /** CPU threads that decoding leaves free: with GPUs those that only wait for it are free too. */
  int spareThreads() {
    int cores = Runtime.getRuntime().availableProcessors();
    return gpuLayers() == 0
        ? Math.max(0, cores - workers * threads) / workers
        : Math.min(threads, cores);
  }

  /** Whether the batch size is still to be measured. */
  public boolean isBatchAuto() {
    return batchTokens == AUTO_BATCH_TOKENS;
  }

  /** The same with another batch size. */
  EngineSpec withBatchTokens(int tokens) {
    return new EngineSpec(gpus, threads, tokens, kvType, flashAttention, layerSplit, workers);
  }

  /** The same with other CPU threads of each worker. */
  public EngineSpec withThreads(int other) {
    return new EngineSpec(gpus, other, batchTokens, kvType, flashAttention, layerSplit, workers);
  }

  /** The same without the layer split. */
  public EngineSpec withoutLayerSplit() {
    return new EngineSpec(gpus, threads, batchTokens, kvType, flashAttention, false, workers);
  }

  /**
   * The settings of one of the workers (0-based). Where each has a device of its own these are of
   * one worker there; where they share a model, of all.
   */
  EngineSpec ofWorker(int index) {
    return workers > 1 && hasOwnDevices(gpus)
        ? new EngineSpec(
            gpus.only(gpus.devices().get(index)),
            threads,
            batchTokens,
            kvType,
            flashAttention,
            layerSplit,
            1)
        : this;
  }

  /** CPU, all its cores, exact, one worker. */
  public static EngineSpec exact() {
    return new EngineSpec(0, threads(1), DEFAULT_BATCH_TOKENS, KvType.F32, false);
  }

  /** Threads of each of so many workers where nothing else is asked: the cores, divided. */
  public static int threads(int workers) {
    int cores = Runtime.getRuntime().availableProcessors();
    return Math.max(1, Math.min(MOST_THREADS, cores / Math.max(1, workers)));
  }
}
