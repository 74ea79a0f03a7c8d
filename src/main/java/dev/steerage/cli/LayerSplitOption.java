package dev.steerage.cli;

import dev.steerage.evaluation.EngineSpec;
import picocli.CommandLine.Option;

/** Whether conditions may share what is computed before their layer: for commands that evaluate. */
final class LayerSplitOption {
  @Option(
      names = "--no-layer-split",
      description =
          "Compute every condition from its first block on, also where several at one layer could share the blocks before it.")
  private boolean isOff;

  EngineSpec applied(EngineSpec engine) {
    return isOff ? engine.withoutLayerSplit() : engine;
  }
}
