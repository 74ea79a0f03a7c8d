package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.evaluation.EngineSpec;
import dev.steerage.evaluation.SpecFile;
import dev.steerage.llama.LlamaContext.KvType;
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

  @Option(names = "--threads", paramLabel = "N", description = "CPU threads (default: all cores).")
  private @Nullable Integer threads;

  @Option(
      names = "--batch-tokens",
      paramLabel = "N|auto",
      description =
          "Most tokens decoded in one go; on F32 weights results do not depend on it. auto, in evaluate"
              + " and bench, measures which is fastest here (default: "
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

  EngineSpec spec() {
    EngineSpec exact = EngineSpec.exact();
    return new EngineSpec(
        SpecFile.gpuLayers(gpuLayers),
        threads == null ? exact.threads() : threads,
        batchTokens == null ? exact.batchTokens() : SpecFile.batchTokens(batchTokens),
        kvType,
        flashAttention);
  }
}
