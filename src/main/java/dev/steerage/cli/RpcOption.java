package dev.steerage.cli;

import dev.steerage.evaluation.EvaluationSpec;
import java.util.List;
import picocli.CommandLine.Option;

/** Devices of other machines, for commands that evaluate. */
final class RpcOption {
  @Option(
      names = "--rpc",
      paramLabel = "HOST:PORT",
      split = ",",
      description =
          "Spread each model over the devices of these machines, where steerage rpc-serve runs: all blocks without"
              + " --gpu-layers, and nothing on GPUs of this one; no part of the spec, so that a run goes on with it or without.")
  private List<String> servers = List.of();

  EvaluationSpec applied(EvaluationSpec spec) {
    return servers.isEmpty() ? spec : spec.with(spec.engine().withServers(servers));
  }
}
