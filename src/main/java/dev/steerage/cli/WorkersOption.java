package dev.steerage.cli;

import picocli.CommandLine.Option;

/** How many conditions are computed at a time: for commands that evaluate. */
final class WorkersOption {
  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Conditions computed at a time, each with --threads threads of its own (default: the cores, divided); on several"
              + " --devices with --split-mode none, each worker has the model on a device of its own"
              + " (default: ${DEFAULT-VALUE}).")
  private int workers = 1;

  int get() {
    return workers;
  }
}
