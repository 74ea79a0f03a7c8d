package dev.steerage.cli;

import dev.steerage.evaluation.EngineSpec;
import dev.steerage.evaluation.MemoryFit;
import dev.steerage.evaluation.MemoryNeed;
import java.nio.file.Path;
import java.util.Locale;

/** What a model needs and whether it is there, a fact a line. */
final class MemoryText {
  private MemoryText() {}

  static String of(Path file, EngineSpec engine, MemoryFit fit) {
    MemoryNeed need = fit.need();
    return MachineText.line("Model", file + ", " + need.blocks() + " blocks")
        + MachineText.line(
            "Needs",
            "%s: weights %s, KV cache %s (%s), about %s for a batch of %d tokens"
                .formatted(
                    MemoryFit.words(need.all()),
                    MemoryFit.words(need.weights()),
                    MemoryFit.words(need.cache()),
                    engine.kvType().name().toLowerCase(Locale.ROOT),
                    MemoryFit.words(need.work() + need.logits()),
                    engine.batchTokens()))
        + MachineText.line("GPU", fit.allOnGpus())
        + MachineText.line("Memory", fit.shortage().map(s -> "FAILS, " + s).orElse("ok, it fits"));
  }
}
