package dev.steerage.cli;

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
      paramLabel = "N",
      description =
          "Most tokens decoded in one go; results do not depend on it (default: "
              + EngineSpec.DEFAULT_BATCH_TOKENS
              + ").")
  private @Nullable Integer batchTokens;

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

  EngineSpec spec() {
    EngineSpec exact = EngineSpec.exact();
    return new EngineSpec(
        SpecFile.gpuLayers(gpuLayers),
        threads == null ? exact.threads() : threads,
        batchTokens == null ? exact.batchTokens() : batchTokens,
        kvType,
        flashAttention);
  }
}
