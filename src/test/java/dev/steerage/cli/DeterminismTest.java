package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same inputs and settings give the same numbers, to the last bit. */
class DeterminismTest {
  @TempDir private Path folder;

  private Path evaluate(String name, String model, String... more) throws IOException {
    Path run = folder.resolve(name);
    List<String> options =
        new ArrayList<>(
            List.of(
                "--vector",
                Demo.vector("myopia"),
                "--layer",
                "2",
                "--coefficient",
                "-1,2",
                "--neutral",
                "models/demo/neutral.txt",
                "--neutral-context",
                "32",
                "--neutral-chunks",
                "2"));
    options.addAll(List.of(more));
    Demo.evaluate(run, model, Demo.pairs(folder, "myopia", 6), options.toArray(String[]::new))
        .succeeded();
    return run;
  }

  /** Everything that was computed; the seals are of it too. */
  private static void assertSameBits(Path one, Path other) throws IOException {
    List<Path> files = new ArrayList<>(List.of(Path.of("scores.csv"), Path.of("metrics.csv")));
    for (String part : List.of("tokens", "neutral")) {
      try (Stream<Path> found = Files.walk(one.resolve(part))) {
        found.filter(Files::isRegularFile).map(one::relativize).forEach(files::add);
      }
    }
    assertThat(files).hasSize(2 + 2 * 2 * 3);
    for (Path file : files) {
      assertThat(Files.mismatch(one.resolve(file), other.resolve(file)))
          .as(file.toString())
          .isEqualTo(-1);
    }
  }

  private String quantized(String type) {
    CommandRun.of("quantize", Demo.MODEL, "--type", type, "--output", folder.toString())
        .succeeded();
    return folder.resolve("steerage-demo-f16-" + type + ".gguf").toString();
  }

  @Test
  void twoRunsAreOne() throws IOException {
    assertSameBits(evaluate("once", Demo.MODEL), evaluate("again", Demo.MODEL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"f16", "q8_0", "q4_k_m", "q2_k"})
  void theNumberOfThreadsDoesNotMatter(String type) throws IOException {
    String model = type.equals("f16") ? Demo.MODEL : quantized(type);
    Path one = evaluate("one", model, "--threads", "1");
    assertSameBits(one, evaluate("two", model, "--threads", "2"));
    assertSameBits(one, evaluate("five", model, "--threads", "5"));
  }

  @Test
  void norWithTheFastSettings() throws IOException {
    String[] fast = {"--kv-type", "f16", "--flash-attention", "--threads", "1"};
    Path one = evaluate("one", Demo.MODEL, fast);
    fast[fast.length - 1] = "3";
    assertSameBits(one, evaluate("three", Demo.MODEL, fast));
  }
}
