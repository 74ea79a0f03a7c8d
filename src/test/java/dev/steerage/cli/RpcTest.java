package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.llama.Rpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The demo model spread over two servers on this machine; scripts/rpc-check.sh builds for it. */
@EnabledIf("isBuilt")
class RpcTest {
  private static final Path MODEL = Path.of("models/steerage-demo-f16.gguf");

  @TempDir private Path folder;

  private final List<ChildRun> servers = new ArrayList<>();

  static boolean isBuilt() {
    return Rpc.isBuilt();
  }

  @AfterEach
  void stop() throws Exception {
    for (ChildRun server : servers) {
      server.process().destroyForcibly();
      server.end();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts a server and waits until it listens. */
  private ChildRun serve(int port) throws Exception {
    ChildRun server =
        ChildRun.start(
            folder.resolve("server-" + port + ".log"),
            List.of(
                "rpc-serve",
                "--port",
                "" + port,
                "--threads",
                "1",
                "--cache",
                folder.resolve("cache-" + port).toString()));
    servers.add(server);
    while (true) {
      assertThat(server.process().isAlive()).as(server.said()).isTrue();
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
        return server;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
  }

  private List<String> evaluation(Path run, String... more) throws IOException {
    Path pairs = folder.resolve("myopia.jsonl");
    if (!Files.exists(pairs)) {
      List<String> lines = Files.readAllLines(Path.of("models/demo/behaviors/myopia.jsonl"));
      Files.write(pairs, lines.subList(0, 8));
    }
    List<String> arguments =
        new ArrayList<>(
            List.of("evaluate", "--model", MODEL.toString(), "--behavior", pairs.toString()));
    arguments.addAll(List.of("--vector", "models/demo/vectors/myopia.gguf", "--layer", "1..3"));
    arguments.addAll(List.of("--coefficient", "-4..4:1", "--threads", "1"));
    arguments.addAll(List.of("--output", run.toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private ChildRun start(Path run, String... more) throws IOException {
    return ChildRun.start(folder.resolve(run.getFileName() + ".log"), evaluation(run, more));
  }

  private static Map<Path, Object> times(Path run) throws IOException {
    Map<Path, Object> times = new TreeMap<>();
    for (Path file : TinySweep.cells(run)) {
      times.put(file, Files.getLastModifiedTime(file));
    }
    return times;
  }

  private static void compare(Path one, Path other) throws IOException {
    List<Path> files = TinySweep.cells(one);
    assertThat(files).hasSize(25).hasSameSizeAs(TinySweep.cells(other));
    for (Path file : files) {
      List<String> wanted = Files.readAllLines(file);
      List<String> found = Files.readAllLines(other.resolve(one.relativize(file)));
      int column = List.of(wanted.get(0).split(",")).indexOf("logprob");
      assertThat(found).hasSameSizeAs(wanted);
      for (int i = 1; i < wanted.size(); i++) {
        assertThat(logprob(found.get(i), column))
            .as(file + " line " + i)
            .isCloseTo(logprob(wanted.get(i), column), within(1e-5));
      }
    }
  }

  /** A piece may be quoted and hold a comma, so columns are counted from the line's end. */
  private static double logprob(String line, int column) {
    String[] cells = line.replaceAll("\"([^\"]|\"\")*\"", "").split(",", -1);
    return Double.parseDouble(cells[column]);
  }

  @Test
  @Timeout(300)
  void logprobsAreThoseOfThisMachineAndWeightsAreKept() throws Exception {
    int first = freePort();
    int second = freePort();
    serve(first);
    serve(second);
    String both = "127.0.0.1:%d,127.0.0.1:%d".formatted(first, second);
    Path here = folder.resolve("here");
    Path spread = folder.resolve("spread");

    ChildRun remote = start(spread, "--rpc", both);
    assertThat(remote.end()).as(remote.said()).isZero();
    ChildRun local = start(here);
    assertThat(local.end()).as(local.said()).isZero();

    compare(here, spread);
    JsonNode provenance = new ObjectMapper().readTree(spread.resolve("provenance.json").toFile());
    assertThat(provenance.toString()).contains("127.0.0.1:" + first, "127.0.0.1:" + second);
    assertThat(Files.readString(spread.resolve("spec.yaml")))
        .isEqualTo(Files.readString(here.resolve("spec.yaml")));
    // the only matrix of more than 10 MB is the output's, on the last server
    try (var kept = Files.list(folder.resolve("cache-" + second))) {
      assertThat(kept).isNotEmpty();
    }
  }

  @Test
  @Timeout(300)
  void aServerThatGoesIsNamedAndTheRunGoesOnWithItOrWithout() throws Exception {
    int first = freePort();
    int second = freePort();
    serve(first);
    ChildRun goes = serve(second);
    String both = "127.0.0.1:%d,127.0.0.1:%d".formatted(first, second);
    Path run = folder.resolve("run");

    ChildRun broken = start(run, "--rpc", both);
    while (broken.process().isAlive() && TinySweep.cells(run).size() < 3) {
      Thread.sleep(2);
    }
    goes.signal("KILL");

    assertThat(broken.end()).as(broken.said()).isEqualTo(1);
    assertThat(broken.said())
        .contains(
            "steerage: the RPC server 127.0.0.1:%d does not answer any more; what is complete is kept, and the same command goes on from there, with it back or without --rpc"
                .formatted(second));
    Map<Path, Object> complete = times(run);
    assertThat(complete).hasSizeBetween(3, 24);

    Path copy = folder.resolve("copy");
    copy(run, copy);
    ChildRun without = start(copy);
    assertThat(without.end()).as(without.said()).isZero();
    serve(second);
    ChildRun with = start(run, "--rpc", both);
    assertThat(with.end()).as(with.said()).isZero();

    assertThat(times(run)).hasSize(25).containsAllEntriesOf(complete);
    compare(run, copy);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  @Test
  @Timeout(120)
  void whereNothingAnswersOneSentenceSaysSo() throws Exception {
    int port = freePort();

    ChildRun run = start(folder.resolve("run"), "--rpc", "127.0.0.1:" + port);

    assertThat(run.end()).as(run.said()).isEqualTo(2);
    assertThat(run.said())
        .contains("--rpc 127.0.0.1:%d: no server of this version answers there".formatted(port))
        .contains("start steerage rpc-serve on that machine, or leave it out");
  }
}
