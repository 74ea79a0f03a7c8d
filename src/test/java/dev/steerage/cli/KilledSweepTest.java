package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sweep over two models in processes that are killed, against one that is not. */
class KilledSweepTest {
  private static final int CELLS = 18;
  private static final int KILLS = 3;
  private static final int KILLED = 128 + 9;

  /** A file that is written again has another inode or time, even with the same bytes. */
  private record State(List<Byte> bytes, Object time, Object inode) {
    static State of(Path file) {
      try {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
        List<Byte> bytes = new ArrayList<>();
        for (byte b : Files.readAllBytes(file)) {
          bytes.add(b);
        }
        return new State(bytes, facts.lastModifiedTime(), String.valueOf(facts.fileKey()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @TempDir private Path folder;

  private List<String> sweep(Path output) throws IOException {
    Path model = folder.resolve("tiny.gguf");
    Path other = folder.resolve("other.gguf");
    Path vector = folder.resolve("v.gguf");
    if (!Files.exists(model)) {
      TinyModel.of(Path.of(Demo.MODEL)).layers(3).write(model);
      TinyModel.of(Path.of(Demo.MODEL)).layers(3).seed(5).write(other);
      float[] direction = new float[64];
      for (int i = 0; i < direction.length; i++) {
        direction[i] = (i * 7 % 11 - 5) / 8f;
      }
      ControlVectorWriter.write(vector, "llama", new TreeMap<>(Map.of(1, direction, 2, direction)));
    }
    // residual norms come with the first of a killed run, and are kept for the last
    return List.of(
        "evaluate",
        ("--output=" + output),
        ("--model=" + model + "," + other),
        ("--behavior=" + Demo.pairs(folder, "myopia", 4)),
        ("--vector=" + vector),
        "--layer=1..2",
        "--coefficient=-0.4..0.4:0.2",
        "--scale=residual",
        "--reference-rows=disk",
        "--neutral=models/demo/neutral.txt",
        "--neutral-context=16",
        "--neutral-chunks=2",
        "--threads=1");
  }

  private static CommandRun inProcess(List<String> arguments) {
    return CommandRun.of(arguments.toArray(String[]::new)).succeeded();
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("child.log").toFile())
        .start();
  }

  private static List<Path> cells(Path run) throws IOException {
    if (!Files.isDirectory(run.resolve("tokens"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(run.resolve("tokens"))) {
      return files.filter(file -> file.toString().endsWith(".csv")).toList();
    }
  }

  private static Map<Path, State> states(Path run) throws IOException {
    return cells(run).stream().collect(Collectors.toMap(file -> file, State::of));
  }

  private void killAt(int cells, int millisLater, Path run) throws Exception {
    Process child = start(sweep(run));
    try {
      while (child.isAlive() && cells(run).size() < cells) {
        Thread.sleep(2);
      }
      Thread.sleep(millisLater);
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor())
        .as(() -> "killed before its end: " + folder.resolve("child.log"))
        .isEqualTo(KILLED);
  }

  @Test
  @Timeout(300)
  void itGoesOnWhereItWasAndEndsAsIfNothingHadBeen() throws Exception {
    Path whole = folder.resolve("whole");
    inProcess(sweep(whole));
    assertThat(cells(whole)).hasSize(CELLS);

    Path broken = folder.resolve("broken");
    Random random = new Random(5);
    Map<Path, State> complete = Map.of();
    for (int kill = 0; kill < KILLS; kill++) {
      killAt(complete.size() + 2 + random.nextInt(3), random.nextInt(40), broken);
      assertThat(broken.resolve("scores.csv")).doesNotExist();
      Map<Path, State> now = states(broken);
      assertThat(now).hasSizeGreaterThan(complete.size()).containsAllEntriesOf(complete);
      complete = now;
    }
    assertThat(complete).hasSizeLessThan(CELLS);

    CommandRun last = inProcess(sweep(broken));
    assertThat(last.err()).contains(CELLS + " cells, " + complete.size() + " complete already");
    assertThat(states(broken)).containsAllEntriesOf(complete);
    assertSameBytes(whole, broken, "scores.csv");
    assertSameBytes(whole, broken, "metrics.csv");
    assertSameBytes(whole, broken, "comparison.csv");
    assertThat(Files.readString(broken.resolve("metrics.csv")))
        .contains("reference_kl_mean", "neutral_perplexity_ratio");
    for (String part : List.of("tokens", "neutral")) {
      List<Path> files = everything(whole.resolve(part));
      assertThat(everything(broken.resolve(part))).isEqualTo(files).hasSize(2 * CELLS);
      for (Path file : files) {
        assertSameBytes(whole.resolve(part), broken.resolve(part), file.toString());
      }
    }
  }

  private static List<Path> everything(Path tokens) throws IOException {
    try (Stream<Path> files = Files.walk(tokens)) {
      return files.filter(Files::isRegularFile).map(tokens::relativize).sorted().toList();
    }
  }

  private static void assertSameBytes(Path one, Path other, String name) throws IOException {
    assertThat(Files.mismatch(one.resolve(name), other.resolve(name))).as(name).isEqualTo(-1);
  }
}
