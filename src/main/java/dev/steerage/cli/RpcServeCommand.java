package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.evaluation.EngineSpec;
import dev.steerage.evaluation.RpcServing;
import dev.steerage.llama.LlamaLibrary.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code steerage rpc-serve}: this machine's memory and devices for models of another. */
@Command(
    name = "rpc-serve",
    description =
        "Serves this machine's memory and devices to steerage evaluate --rpc on another one, which spreads a model over"
            + " several such servers. It serves one run at a time, until Ctrl-C.",
    footer = {
      "",
      "The protocol has no authentication and no encryption: whoever reaches the port can use the memory and, with a"
          + " flaw in the server, more. So it listens to this machine alone; reach it through a tunnel:",
      "  ssh -N -L 50052:127.0.0.1:50052 OTHER-MACHINE      and then --rpc 127.0.0.1:50052"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class RpcServeCommand implements Runnable {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The IPv4 address to listen at; another than this machine's own needs --without-authentication"
              + " (default: ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "50052",
      description = "The port to listen at (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      split = ",",
      description =
          "Devices to serve, by the names in steerage doctor; repeatable (default: all GPUs, or the CPU).")
  private List<String> devices = List.of();

  @Option(names = "--threads", paramLabel = "N", description = "CPU threads (default: all cores).")
  private @Nullable Integer threads;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where weights of 10 MB and more that clients send are kept, so that their next start does not send them again"
              + " (default: rpc in Steerage's cache folder).")
  private @Nullable Path cache;

  @Option(names = "--no-cache", description = "Keep no weights.")
  private boolean noCache;

  @Option(
      names = "--without-authentication",
      description = "Listen at an address that others reach, though whoever does is let in.")
  private boolean withoutAuthentication;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    PrintWriter err = command.commandLine().getErr();
    int cores = threads == null ? EngineSpec.exact().threads() : threads;
    RpcServing serving = new RpcServing(host, port, devices, cores);
    if (!serving.isLoopback()) {
      if (!withoutAuthentication) {
        throw new InputException(
            "--host %s lets in whoever reaches it, for the protocol has no authentication; leave it out and reach it through a tunnel (see --help), or add --without-authentication"
                .formatted(host));
      }
      err.println(
          "steerage: warning: whoever reaches %s can use this machine: the protocol has no authentication"
              .formatted(serving.endpoint()));
    }
    List<Device> served = serving.served();
    Optional<Path> kept = noCache ? Optional.empty() : Optional.of(folder());
    err.println(
        "steerage: serving %s at %s; Ctrl-C ends it"
            .formatted(
                served.stream().map(Device::name).collect(Collectors.joining(", ")),
                serving.endpoint()));
    err.flush();
    serving.run(kept);
  }

  private Path folder() {
    Path folder = cache == null ? usual() : cache;
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw InputException.in(
          folder, "cannot be made as a folder; name another with --cache, or give --no-cache", e);
    }
  }

  /** Beside what the native build keeps there (scripts/common.sh). */
  private static Path usual() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return caches.resolve("steerage").resolve("rpc");
  }
}
