package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.Rpc;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers whose devices are used as this machine's own (llama.cpp's RPC backend). */
final class RpcServers {
  static final int MOST_PORT = 65_535;

  private static final int MOST_SERVERS = 16; // GGML_RPC_MAX_SERVERS of ggml-rpc.h
  private static final Pattern ENDPOINT = Pattern.compile("[A-Za-z0-9._-]+:(\\d{1,5})");

  private RpcServers() {}

  /**
   * Checks endpoints, without a word to them.
   *
   * @throws InputException if one is no host and port, or is there twice, or there are too many
   */
  static void check(List<String> endpoints) {
    for (String endpoint : endpoints) {
      Matcher parts = ENDPOINT.matcher(endpoint);
      if (!parts.matches() || !isPort(Integer.parseInt(parts.group(1)))) {
        throw new InputException(
            "--rpc '%s' is no host and port; give them as in 192.168.0.7:50052"
                .formatted(InputFile.shown(endpoint)));
      }
    }
    if (new HashSet<>(endpoints).size() < endpoints.size()) {
      throw new InputException(
          "--rpc names a server twice; give each once, it serves all of its devices");
    }
    if (endpoints.size() > MOST_SERVERS) {
      throw new InputException(
          "--rpc names %d servers, and llama.cpp uses at most %d; name fewer"
              .formatted(endpoints.size(), MOST_SERVERS));
    }
  }

  static boolean isPort(int port) {
    return port >= 1 && port <= MOST_PORT;
  }

  /**
   * Adds the servers' devices to those of this process.
   *
   * @throws InputException if this build cannot, or a server does not answer
   */
  static void connect(List<String> endpoints, EvaluationListener listener) {
    if (endpoints.isEmpty()) {
      return;
    }
    checkBuild();
    for (String endpoint : endpoints) {
      listener.stage("waiting for the RPC server " + endpoint);
      try {
        Rpc.add(endpoint);
      } catch (LlamaException e) {
        throw new InputException(
            "--rpc %s: no server of this version answers there (%s); start steerage rpc-serve on that machine, or leave it out"
                .formatted(endpoint, e.getMessage()),
            e);
      }
    }
  }

  /**
   * Checks that this build has the backend.
   *
   * @throws InputException with what builds one
   */
  static void checkBuild() {
    if (!Rpc.isBuilt()) {
      throw new InputException(
          "this build of Steerage has no RPC; scripts/build-native.sh --rpc makes one that does");
    }
  }
}
