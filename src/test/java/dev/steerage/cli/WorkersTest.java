package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions that are computed at the same time come out as one after the other. */
class WorkersTest {
  @TempDir private Path folder;

  private CommandRun evaluate(String name, String... more) throws IOException {
    String pairs = Demo.pairs(folder, "corrigible", 10);
    return Demo.evaluate(
        folder.resolve(name),
        Demo.MODEL,
        pairs,
        Stream.concat(
                Stream.of(
                    "--vector=" + Demo.vector("corrigible"),
                    "--layer=2,3",
                    "--coefficient=-2,-1,1,2",
                    "--scale=residual",
                    "--lora=models/demo/loras/corrigible.gguf:0.5",
                    "--system-prompt=You accept being corrected.",
                    "--threads=1",
                    "--batch-tokens=64"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  /** All numbers of a run, by file. */
  private Map<String, String> numbers(String name) throws IOException {
    Path run = folder.resolve(name);
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        texts.put(run.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }

  @Test
  void twoWorkersWriteTheSameBytesAsOne() throws IOException {
    evaluate("one").succeeded();
    evaluate("two", "--workers=2").succeeded();

    Map<String, String> numbers = numbers("one");
    assertThat(numbers).hasSizeGreaterThan(12).containsKeys("scores.csv", "metrics.csv");
    assertThat(numbers("two")).isEqualTo(numbers);

    JsonNode one = provenance("one");
    JsonNode two = provenance("two");
    assertThat(two.path("engine").path("workers").asInt()).isEqualTo(2);
    // both layers are split, by both
    assertThat(two.path("layer_split")).hasSize(2).isEqualTo(one.path("layer_split"));
    assertThat(two.path("tokens_decoded")).isEqualTo(one.path("tokens_decoded"));
    assertThat(Files.readString(folder.resolve("two").resolve("spec.yaml"))).contains("workers: 2");
    assertThat(Files.readString(folder.resolve("one").resolve("spec.yaml")))
        .doesNotContain("workers");
  }

  private JsonNode provenance(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).resolve("provenance.json").toFile());
  }

  @Test
  void aNumberOfWorkersThatCannotBeIsRefused() throws IOException {
    evaluate("none", "--workers=0").refused("workers 0 is out of range", "1 to 64");
    evaluate("many", "--workers=3", "--gpu-layers=all", "--split-mode=none", "--devices=A,B")
        .refused("workers 3 are more than the 2 devices");
  }
}
