package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.evaluation.EngineSpec;
import dev.steerage.evaluation.GpuUse;
import dev.steerage.evaluation.SpecFile;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel.SplitMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How things are computed: shared by the commands that decode. */
final class EngineOptions {
  @Option(
      names = "--gpu-layers",
      paramLabel = "N|all",
      defaultValue = "0",
      description = "Blocks kept on GPUs (default: ${DEFAULT-VALUE}).")
  private String gpuLayers = "0";

  @Option(
      names = "--devices",
      paramLabel = "NAME",
      split = ",",
      description =
          "GPUs to use, by the names in steerage doctor (default: all, where blocks are kept on GPUs).")
  private List<String> devices = List.of();

  @Option(
      names = "--split-mode",
      paramLabel = "MODE",
      defaultValue = "LAYER",
      description =
          "How several GPUs share a model: layer, each some blocks; none, the first has all; row, spread"
              + " matrices where llama.cpp can; tensor, spread everything, with --flash-attention (default: layer).")
  private SplitMode splitMode = SplitMode.LAYER;

  @Option(
      names = "--tensor-split",
      paramLabel = "SHARE",
      split = ",",
      description = "Share of the model on each GPU, in any unit (default: by free memory).")
  private List<Double> tensorSplit = List.of();

  @Option(names = "--threads", paramLabel = "N", description = "CPU threads (default: all cores).")
  private @Nullable Integer threads;

  @Option(
      names = "--batch-tokens",
      paramLabel = "N|auto",
      description =
          "Most tokens decoded in one go; on F32 weights results do not depend on it. auto, in evaluate,"
              + " demo and bench, measures which is fastest here (default: "
              + EngineSpec.DEFAULT_BATCH_TOKENS
              + ").")
  private @Nullable String batchTokens;

  @Option(
      names = "--kv-type",
      paramLabel = "TYPE",
      defaultValue = "F32",
      description =
          "Precision of the KV cache: f32, the exact one, or f16, at half the memory (default: f32).")
  private KvType kvType = KvType.F32;

  @Option(
      names = "--flash-attention",
      description = "Blockwise attention: faster, with slightly other numbers.")
  private boolean flashAttention;

  /**
   * Where the batch size is not measured.
   *
   * @throws InputException if it is to be
   */
  EngineSpec fixed() {
    EngineSpec asked = spec();
    if (asked.isBatchAuto()) {
      throw new InputException(
          "--batch-tokens auto is for evaluate, bench and demo; give a number of tokens");
    }
    return asked;
  }

  /** With one worker. */
  EngineSpec spec() {
    return spec(1);
  }

  /** With so many workers, which share the cores where no number of threads is given. */
  EngineSpec spec(int workers) {
    EngineSpec exact = EngineSpec.exact();
    return new EngineSpec(
        new GpuUse(SpecFile.gpuLayers(gpuLayers), devices, splitMode, tensorSplit),
        threads == null ? EngineSpec.threads(workers) : threads,
        batchTokens == null ? exact.batchTokens() : SpecFile.batchTokens(batchTokens),
        kvType,
        flashAttention,
        true,
        workers);
  }
}
