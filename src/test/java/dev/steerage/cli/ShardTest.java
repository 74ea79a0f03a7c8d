package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.InputFile;
import dev.steerage.tiny.TinyLora;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run in shards, merged, against the same run in one. */
class ShardTest {
  /** Interventions of every kind, so that shards need each other's models, norms and vectors. */
  private static final String SPEC =
      """
      models: [tiny.gguf, other.gguf]
      behaviors: [myopia.jsonl, wealth.jsonl]
      threads: 1
      batch-tokens: 64
      reference-rows: %s
      neutral: %s
      neutral-context: 16
      neutral-chunks: 2
      interventions:
      - {vector: v.gguf, layers: 1..2, coefficients: [-0.4, 0.4], scale: residual, random-directions: 1}
      - {extract: myopia.jsonl, name: own, layers: 1, coefficients: [1, 2]}
      - {lora: l.gguf, scales: [0.5]}
      - {fine-tuned: tuned.gguf, models: [tiny]}
      - {system-prompt: "Think of a/b: tomorrow."}
      """;

  @TempDir private Path folder;
  private Path spec;

  @BeforeEach
  void write() throws IOException {
    TinyModel.of(Path.of(Demo.MODEL)).layers(3).write(folder.resolve("tiny.gguf"));
    float[] direction = new float[64];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (i * 7 % 11 - 5) / 8f;
    }
    ControlVectorWriter.write(
        folder.resolve("v.gguf"), "llama", new TreeMap<>(Map.of(1, direction, 2, direction)));
    List<String> lines = Files.readAllLines(Path.of(Demo.pairs(folder, "myopia", 9)));
    Files.write(folder.resolve("wealth.jsonl"), lines.subList(4, 8));
  }

  private void write(String referenceRows) throws IOException {
    TinyModel tiny = TinyModel.of(Path.of(Demo.MODEL)).layers(3);
    TinyModel.of(Path.of(Demo.MODEL)).layers(3).seed(5).write(folder.resolve("other.gguf"));
    TinyModel.of(Path.of(Demo.MODEL)).layers(3).seed(6).write(folder.resolve("tuned.gguf"));
    TinyLora.of(tiny, "output.weight").write(folder.resolve("l.gguf"));
    Path neutral = Path.of("models/demo/neutral.txt").toAbsolutePath();
    spec = Files.writeString(folder.resolve("s.yaml"), SPEC.formatted(referenceRows, neutral));
  }

  private CommandRun evaluate(Path output, String... more) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--spec", spec.toString()));
    all.addAll(List.of("--output", output.toString(), "--figure-width", "60"));
    all.addAll(List.of(more));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private Path shard(int index, int count) {
    return folder.resolve("part " + index + " of " + count);
  }

  private CommandRun evaluateShard(int index, int count) {
    return evaluate(shard(index, count), "--shard", index + "/" + count);
  }

  private CommandRun merge(Path output, List<Path> shards) {
    List<String> all = new ArrayList<>(List.of("merge", "--output", output.toString()));
    shards.forEach(shard -> all.add(shard.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private List<Path> shards(int count) {
    List<Path> shards = new ArrayList<>();
    IntStream.rangeClosed(1, count).forEach(i -> shards.add(shard(i, count)));
    return shards;
  }

  /** What does not say when and where it was made. */
  private static List<Path> results(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files
          .filter(Files::isRegularFile)
          .map(run::relativize)
          .filter(file -> !file.startsWith("report") || file.toString().endsWith(".csv"))
          .filter(file -> !List.of("provenance.json", ".lock").contains(file.toString()))
          .sorted()
          .toList();
    }
  }

  private static void assertSame(Path run, Path whole) throws IOException {
    assertThat(results(run)).isEqualTo(results(whole));
    for (Path file : results(whole)) {
      assertThat(Files.mismatch(whole.resolve(file), run.resolve(file)))
          .as(file.toString())
          .isEqualTo(-1);
    }
  }

  private static JsonNode provenance(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("provenance.json").toFile());
  }

  @ParameterizedTest
  @CsvSource({"3, loaded", "7, disk"})
  void mergedTheyAreTheWholeRunToTheBit(int count, String referenceRows) throws IOException {
    write(referenceRows);
    Path whole = folder.resolve("whole");
    evaluate(whole).succeeded();
    List<Path> shards = shards(count);
    for (int i = count; i > 0; i--) {
      evaluateShard(i, count).succeeded();
      assertThat(shard(i, count).resolve("scores.csv")).doesNotExist();
      assertThat(shard(i, count).resolve("logits")).doesNotExist();
    }
    Collections.rotate(shards, 1);
    Path merged = folder.resolve("merged");
    CommandRun run = merge(merged, shards).succeeded();
    assertThat(run.err()).contains("merged into " + merged, count + " shards");
    assertSame(merged, whole);
    assertThat(provenance(merged).path("residual_norms"))
        .hasSameSizeAs(provenance(whole).path("residual_norms"));
    assertThat(provenance(merged).path("shards")).hasSize(count);
    assertThat(provenance(merged).path("models")).isEqualTo(provenance(whole).path("models"));
    assertThat(evaluate(merged).succeeded().err()).contains("all complete already");
  }

  /** One model, so that the rest is quick. */
  private void writeSmall(String more) throws IOException {
    spec = folder.resolve("s.yaml");
    Files.writeString(
        spec,
        """
        models: [tiny.gguf]
        behaviors: [wealth.jsonl]
        threads: 1
        interventions:
        - {vector: v.gguf, layers: 1..2, coefficients: [-1, 1]}
        """
            + more);
  }

  /** With seven, two have nothing to do. */
  @Test
  void inOneOrTwoOrMoreThanThereAreCellsTheyAreTheWholeRunToo() throws IOException {
    writeSmall("");
    Path whole = folder.resolve("whole");
    evaluate(whole).succeeded();
    for (int count : new int[] {1, 2, 7}) {
      for (int i = count; i > 0; i--) {
        evaluateShard(i, count).succeeded();
      }
      Path merged = folder.resolve("merged-" + count);
      merge(merged, shards(count)).succeeded();
      assertSame(merged, whole);
    }
    assertThat(shard(7, 7).resolve("tokens")).doesNotExist();
  }

  @Test
  @Timeout(120)
  void oneThatIsKilledGoesOnWhereItWas() throws Exception {
    writeSmall("batch-tokens: 32\n");
    Path whole = folder.resolve("whole");
    evaluate(whole).succeeded();
    evaluateShard(2, 2).succeeded();
    List<String> first =
        List.of("evaluate", "--spec=" + spec, "--output=" + shard(1, 2), "--shard=1/2");
    ChildRun child = ChildRun.start(folder.resolve("log"), first);
    while (child.process().isAlive() && TinySweep.cells(shard(1, 2)).isEmpty()) {
      Thread.sleep(2);
    }
    child.process().destroyForcibly();
    assertThat(child.end()).as(child.said()).isEqualTo(137);
    List<Path> complete = TinySweep.cells(shard(1, 2));
    merge(folder.resolve("merged"), shards(2))
        .refused("shard 1 of 2 lacks ", " of its ", "finish it with: steerage evaluate --spec");
    assertThat(folder.resolve("merged")).doesNotExist();

    assertThat(evaluateShard(1, 2).succeeded().err()).contains("did not come to its end");
    assertThat(TinySweep.cells(shard(1, 2))).containsAll(complete);
    merge(folder.resolve("merged"), shards(2)).succeeded();
    assertSame(folder.resolve("merged"), whole);
  }

  @Test
  void mergingTwiceChangesNothing() throws IOException {
    writeSmall("");
    for (int i = 1; i <= 2; i++) {
      evaluateShard(i, 2).succeeded();
    }
    Path merged = folder.resolve("merged");
    merge(merged, shards(2)).succeeded();
    List<String> before = listing(merged);
    assertThat(merge(merged, shards(2)).succeeded().err()).contains("nothing is changed");
    // a shard that finds all complete says another time of it, and nothing else
    evaluateShard(1, 2).succeeded();
    assertThat(merge(merged, shards(2)).succeeded().err()).contains("nothing is changed");
    assertThat(listing(merged)).isEqualTo(before);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("."));
    }

    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("mine.txt"), "mine");
    merge(other, shards(2)).refused("other: is there and is not what these shards make");
  }

  private static List<String> listing(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> lines = new ArrayList<>();
      for (Path file :
          files.filter(f -> !f.endsWith(".lock")).filter(Files::isRegularFile).sorted().toList()) {
        lines.add(
            file + " " + Files.getLastModifiedTime(file) + " " + Files.readString(file).hashCode());
      }
      return lines;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "capabilities: [general-knowledge]\n",
        "tune: {kl-budget: 0.1}\nneutral: general\n",
        "judged: {judge: tiny.gguf, concepts: [accepting correction]}\n"
      })
  void whatIsOfAWholeRunIsNotDivided(String key) throws IOException {
    writeSmall(key);

    evaluateShard(1, 2)
        .refusedAfterProgress("capabilities, judged and tune are computed of a whole run");

    assertThat(shard(1, 2)).doesNotExist();
  }

  @Test
  void whatIsNotOfOneRunIsRefusedWithTheDifference() throws IOException {
    writeSmall("");
    evaluateShard(1, 2).succeeded();
    Path second = shard(2, 2);
    Path merged = folder.resolve("merged");
    merge(merged, List.of(shard(1, 2)))
        .refused("shard 2 of 2 is not among the folders", "--shard 2/2 --output DIR");

    writeSmall("kv-type: f16\n");
    evaluateShard(2, 2).succeeded();
    merge(merged, shards(2))
        .refused(
            "cannot be merged with",
            "a setting differs",
            "'kv-type: f32' there",
            "'kv-type: f16' here");

    Files.move(second, folder.resolve("half"));
    writeSmall("");
    TinyModel.of(Path.of(Demo.MODEL)).layers(3).seed(9).write(folder.resolve("tiny.gguf"));
    evaluateShard(2, 2).succeeded();
    merge(merged, shards(2)).refused("model tiny differs, 'SHA-256 ");

    Path whole = folder.resolve("whole");
    evaluate(whole).succeeded();
    merge(merged, List.of(whole)).refused("whole: is a whole run and no shard");
    merge(merged, List.of(second, second)).refused("is shard 2 of 2, and so is");
    assertThat(merged).doesNotExist();
    CommandRun.of("report", second.toString())
        .refused("is shard 2 of 2 of a run", "steerage merge");
    evaluate(second, "--shard", "1/2")
        .refusedAfterProgress("has '# shard 2 of 2', asked is '# shard 1 of 2'");
    evaluate(second, "--shard", "3/2").refused("shard 3/2 is out of range");
    evaluate(second, "--shard", "half").refused("shard 'half' is no part of a run");
    writeSmall("batch-tokens: auto\n");
    evaluate(folder.resolve("new"), "--shard", "1/2")
        .refused("batch-tokens auto is measured on each machine");
  }

  /** Folders at other places, and threads, are no difference. */
  @Test
  void machinesMayDifferAndAreListed() throws IOException {
    writeSmall("");
    Path whole = folder.resolve("whole");
    evaluate(whole).succeeded();
    evaluateShard(1, 2).succeeded();
    Path elsewhere = Files.createDirectories(folder.resolve("a/b/c"));
    for (String name : List.of("tiny.gguf", "wealth.jsonl", "v.gguf")) {
      Files.copy(folder.resolve(name), elsewhere.resolve(name));
    }
    Files.writeString(
        elsewhere.resolve("s.yaml"), Files.readString(spec).replace("threads: 1", "threads: 2"));
    spec = elsewhere.resolve("s.yaml");
    Path second = folder.resolve("x/second");
    evaluate(second, "--shard", "2/2").succeeded();
    Path merged = folder.resolve("merged");
    merge(merged, List.of(shard(1, 2), second)).succeeded();
    assertSame(merged, whole);
    assertThat(provenance(merged).path("shards").path(1).path("engine").path("threads").asInt())
        .isEqualTo(2);
  }

  /** A cell that both have, and that one has otherwise, is another machine's or a fault. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBaselineThatDiffersIsAConflictOnTheSameDevice(boolean sameDevice) throws IOException {
    writeSmall("");
    for (int i = 1; i <= 2; i++) {
      evaluateShard(i, 2).succeeded();
    }
    // the second shard has the baseline beside its own cells
    Path file = Path.of("tokens/tiny/wealth/baseline.csv");
    Path changed = shard(2, 2).resolve(file);
    Files.writeString(
        changed, Files.readString(changed).replaceFirst("(-[0-9]+\\.[0-9]{3})[0-9]", "$19"));
    Path seal = changed.resolveSibling("baseline.csv.sha256");
    Files.writeString(seal, new InputFile(changed).sha256() + "  baseline.csv\n");
    Path merged = folder.resolve("merged");
    if (sameDevice) {
      merge(merged, shards(2))
          .refused("baseline.csv: is not what", "though both shards ran on the same devices");
      assertThat(merged).doesNotExist();
      return;
    }
    Path provenance = shard(2, 2).resolve("provenance.json");
    Files.writeString(
        provenance, Files.readString(provenance).replaceFirst("\"devices\" : \\[ \"", "$0Other "));
    assertThat(merge(merged, shards(2)).succeeded().err())
        .contains("another device made tokens/tiny/wealth/baseline.csv of shard 2 of 2 otherwise");
    assertThat(merged.resolve(file)).hasSameTextualContentAs(shard(1, 2).resolve(file));
    assertThat(provenance(merged).path("devices")).hasSize(2);
    assertThat(provenance(merged).path("merged_differences")).hasSize(1);
  }

  @Test
  void aChangedTokenFileIsNotMerged() throws IOException {
    writeSmall("");
    for (int i = 1; i <= 2; i++) {
      evaluateShard(i, 2).succeeded();
    }
    Path cell =
        TinySweep.cells(shard(2, 2)).stream()
            .filter(file -> !file.endsWith("baseline.csv"))
            .findFirst()
            .orElseThrow();
    Files.writeString(cell, Files.readString(cell) + "\n");
    merge(folder.resolve("merged"), shards(2))
        .refused("shard 2 of 2 lacks 1 of its", "tiny/wealth/v-layer");
    evaluateShard(2, 2).succeeded();
    merge(folder.resolve("merged"), shards(2)).succeeded();
  }
}
