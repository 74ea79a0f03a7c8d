package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run opens no connection. Java could not without classes that it does not even load; native code
 * could not without functions that libsteer.so does not import (native/check-exports.sh). Where
 * strace is there, the kernel is asked too: no address of the network is connected or sent to.
 */
class NetworkTest {
  /** What every connection and every server of Java goes through. */
  private static final List<String> CONNECTING =
      List.of(
          "java.net.Socket ",
          "java.net.ServerSocket ",
          "java.net.DatagramSocket ",
          "java.net.HttpURLConnection ",
          "java.net.http.HttpClient ",
          "sun.nio.ch.Net ",
          "sun.nio.ch.SocketChannelImpl ");

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void anEvaluationWithItsReportOpensNoConnection() throws Exception {
    Path classes = folder.resolve("classes.log");
    Path calls = folder.resolve("calls.log");
    Path said = folder.resolve("said.log");
    boolean isTraced = canTrace();
    List<String> command = new ArrayList<>();
    if (isTraced) {
      command.addAll(List.of("strace", "-f", "-qq", "-e", "trace=network", "-o", calls.toString()));
    }
    command.addAll(evaluation(classes));

    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(280, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    assertThat(folder.resolve("run").resolve("report/report.html")).isNotEmptyFile();
    List<String> loaded = Files.readAllLines(classes);
    assertThat(loaded).anyMatch(line -> line.contains(" dev.steerage.llama.binding.Steer "));
    assertThat(loaded)
        .filteredOn(line -> CONNECTING.stream().anyMatch(line::contains))
        .as("classes that connect")
        .isEmpty();
    if (isTraced) {
      assertThat(Files.readAllLines(calls))
          // the JVM asks by an unconnected socket which kinds of addresses there are
          .filteredOn(call -> call.contains("sa_family=AF_INET") || call.contains("listen("))
          .as("system calls that connect")
          .isEmpty();
    }
  }

  private List<String> evaluation(Path classes) throws IOException {
    Path model = TinyModel.of(Path.of(Demo.MODEL)).write(folder.resolve("tiny.gguf"));
    Path vector = folder.resolve("v.gguf");
    float[] direction = new float[64];
    direction[3] = 2;
    ControlVectorWriter.write(vector, "llama", new TreeMap<>(Map.of(1, direction)));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xlog:class+load:file=" + classes,
        "-Djava.awt.headless=true",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.steerage.cli.Main",
        "evaluate",
        "--output=" + folder.resolve("run"),
        "--model=" + model,
        "--behavior=" + Demo.pairs(folder, "myopia", 4),
        "--random-directions=1",
        "--vector=" + vector,
        "--layer=1",
        "--coefficient=-1,1",
        "--threads=1");
  }

  /** Whether strace is there and may look into processes; containers often forbid it. */
  private static boolean canTrace() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("strace", "-f", "-qq", "-e", "trace=network", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
