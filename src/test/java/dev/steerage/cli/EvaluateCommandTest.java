package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steerage.report.figure.Figures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on the bundled model. */
class EvaluateCommandTest {
  private static final List<String> STEERING =
      List.of("--vector", Demo.vector("myopia"), "--layer", "2", "--coefficient", "-1,2");

  @TempDir private Path folder;
  private Path output;
  private String pairs;

  @BeforeEach
  void writePairs() throws IOException {
    output = folder.resolve("run");
    pairs = Demo.pairs(folder, "myopia", 4);
  }

  private static CommandRun evaluate(Path output, String behavior, String... more) {
    List<String> all = new ArrayList<>(STEERING);
    all.addAll(List.of(more));
    return Demo.evaluate(output, Demo.MODEL, behavior, all.toArray(String[]::new));
  }

  private static String read(Path folder, String name) throws IOException {
    return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
  }

  @Test
  void printsATableAndWritesARunFolder() throws IOException {
    CommandRun run = evaluate(output, pairs).succeeded();
    assertThat(run.out())
        .contains("myopia: 4 pairs, vector myopia", "baseline", "L2 ×-1", "L2 ×2")
        .contains("paper ", "repository ");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(run.err()).contains("fewer than 10 pairs");
    assertThat(read(output, "scores.csv").lines()).hasSize(1 + 3 * 8);
    assertThat(read(output, "metrics.csv")).startsWith("metric,normalization,model,behavior,");
    assertThat(read(output, "provenance.json")).contains("\"sha256\"", "\"norm_by_layer\"");
    assertThat(read(output, "report/report.md")).startsWith("# Steering evaluation: run");
    Path cell = output.resolve("tokens/steerage-demo-f16/myopia");
    assertThat(cell.resolve("baseline.csv")).exists();
    assertThat(cell.resolve("myopia-layer2-coefficient-1.csv")).exists();
  }

  @Test
  void reportShowsFiguresThatAreThere() throws IOException {
    assumeThat(Figures.obstacle()).isEmpty();
    evaluate(output, pairs).succeeded();
    List<String> shown =
        Pattern.compile("!\\[[^\\n]*\\]\\((\\S+)\\)")
            .matcher(read(output, "report/report.md"))
            .results()
            .map(link -> link.group(1))
            .toList();
    assertThat(shown)
        .containsExactly(
            "figures/myopia-dose-response.svg",
            "figures/myopia-kl.svg",
            "figures/myopia-steerage-demo-f16-likelihoods.svg",
            "figures/myopia-steerage-demo-f16-changes.svg");
    for (String figure : shown.subList(2, 4)) {
      assertThat(read(output, "report/" + figure)).contains("myopia L2 ×-1");
    }
  }

  @Test
  void positionsAndLayer0AreKeysOfTheSpecAndPartsOfTheName() throws IOException {
    String vector = "src/test/resources/vectors/myopia-layer2.pt";
    String[] more = {"--vector", vector, "--layer", "0,2", "--positions", "prompt"};
    CommandRun run = Demo.evaluate(output, Demo.MODEL, pairs, more).succeeded();
    assertThat(run.out()).contains("vector myopia-layer2-prompt", "L0 ×1", "L2 ×1");
    assertThat(read(output, "spec.yaml")).contains("positions: prompt");
    Path copy = folder.resolve("copy");
    CommandRun.of("evaluate", "--spec", output + "/spec.yaml", "--output", copy.toString())
        .succeeded();
    assertThat(read(copy, "scores.csv"))
        .isEqualTo(read(output, "scores.csv"))
        .contains("myopia-layer2-prompt-layer0-coefficient1");
  }

  @Test
  void randomDirectionsAreSummedUpBesideTheVectorTheyStandFor() throws IOException {
    String[] more = {"--random-directions", "3", "--seed", "7", "--scale", "residual"};
    CommandRun run = evaluate(output, pairs, more).succeeded();
    assertThat(run.out())
        .contains("myopia: strength, vector myopia-residual", "random Δ", "97.5 %", "L2 ×-1")
        .doesNotContain("random-1");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(read(output, "spec.yaml"))
        .contains("scale: residual", "random-directions: 3", "seed: 7");
    String condition = "random-3-of-myopia-residual-layer2-coefficient2";
    assertThat(read(output, "scores.csv")).contains(condition);
    assertThat(read(output, "metrics.csv"))
        .contains(condition, "null_rank_p,none,steerage-demo-f16,myopia,myopia-residual-layer2-");
    assertThat(read(output, "report/report.md"))
        .contains("random Δ", "3 random directions, seed 7", "scale residual")
        .doesNotContain("random-1");
    try (Stream<Path> figures = Files.walk(output.resolve("report"))) {
      for (Path figure : figures.filter(f -> f.toString().endsWith(".svg")).toList()) {
        assertThat(figure).content().doesNotContain("random-");
      }
    }
    Path copy = folder.resolve("copy");
    CommandRun.of("evaluate", "--spec", output + "/spec.yaml", "--output", copy.toString())
        .succeeded();
    assertThat(read(copy, "metrics.csv")).isEqualTo(read(output, "metrics.csv"));
    assertThat(CommandRun.of("inspect", output.toString()).succeeded().out())
        .contains("6 random directions")
        .doesNotContain("random-1");
  }

  @Test
  void aFolderWithoutStrengthsIsStillRead() throws IOException {
    evaluate(output, pairs).succeeded();
    Path scores = output.resolve("scores.csv");
    String before = Files.readString(scores).replaceAll("(?m),[^,\\n]*,[^,\\n]*,[^,\\n]*$", "");
    assertThat(before).startsWith("model,").contains(",padded_mean\n");
    Files.writeString(scores, before);
    Path provenance = output.resolve("provenance.json");
    ObjectMapper json = new ObjectMapper();
    ObjectNode used = (ObjectNode) json.readTree(provenance.toFile());
    used.remove("checksums");
    json.writeValue(provenance.toFile(), used);
    Path spec = output.resolve("spec.yaml");
    Files.writeString(
        spec, Files.readString(spec).replaceAll(" *positions: all\n *scale: raw\n", ""));
    CommandRun.of("report", output.toString()).succeeded();
    assertThat(read(output, "metrics.csv"))
        .contains("delta_propensity")
        .doesNotContain("injected_norm_share");
  }

  @Test
  void aCompleteRunIsNotComputedAgain() throws IOException {
    evaluate(output, pairs).succeeded();
    String scores = read(output, "scores.csv");
    CommandRun again = evaluate(output, pairs).succeeded();
    assertThat(again.err()).contains("3 cells, all complete already").doesNotContain("decoding");
    assertThat(read(output, "scores.csv")).isEqualTo(scores);
    assertThat(read(output, "provenance.json")).contains("\"weight_type\" : \"F16\"");
  }

  @Test
  void aMissingCellAloneIsComputedAgain() throws IOException {
    evaluate(output, pairs).succeeded();
    String scores = read(output, "scores.csv");
    Path cell = output.resolve("tokens/steerage-demo-f16/myopia");
    Path missing = cell.resolve("myopia-layer2-coefficient2.csv");
    String tokens = Files.readString(missing);
    Files.delete(missing);
    // a time that no new file has
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(cell.resolve("baseline.csv"), old);
    CommandRun again = evaluate(output, pairs).succeeded();
    assertThat(again.err()).contains("3 cells, 2 complete already, 1 to compute", "decoding");
    assertThat(read(output, "scores.csv")).isEqualTo(scores);
    assertThat(missing).hasContent(tokens);
    assertThat(Files.getLastModifiedTime(cell.resolve("baseline.csv"))).isEqualTo(old);
  }

  @Test
  void theRunsOwnSpecRepeatsIt() throws IOException {
    evaluate(output, pairs).succeeded();
    Path copy = folder.resolve("copy");
    CommandRun.of("evaluate", "--spec", output + "/spec.yaml", "--output", copy.toString())
        .succeeded();
    assertThat(read(copy, "scores.csv")).isEqualTo(read(output, "scores.csv"));
    assertThat(read(copy, "metrics.csv")).isEqualTo(read(output, "metrics.csv"));
    assertThat(CommandRun.of("evaluate", "--spec", output + "/spec.yaml").succeeded().err())
        .contains("3 cells, all complete already");
  }

  @Test
  void aShortSpecOfOnesOwnIsEnough() throws IOException {
    Path spec = folder.resolve("mine.yaml");
    Files.writeString(
        spec,
        "models: [%s]\nbehaviors: [myopia.jsonl]\ninterventions:\n- {vector: %s, layers: [2], coefficients: [-1, 2]}\n"
            .formatted(
                Path.of(Demo.MODEL).toAbsolutePath(),
                Path.of(Demo.vector("myopia")).toAbsolutePath()));
    CommandRun.of("evaluate", "--spec", spec.toString(), "--output", output.toString()).succeeded();
    Path flags = folder.resolve("flags");
    evaluate(flags, pairs).succeeded();
    assertThat(read(output, "scores.csv")).isEqualTo(read(flags, "scores.csv"));
    assertThat(read(output, "spec.yaml")).isEqualTo(read(flags, "spec.yaml"));
  }

  @Test
  void anotherRunIntoTheSameFolderIsRefusedOrTheOldOneSetAside() throws IOException {
    evaluate(output, pairs).succeeded();
    evaluate(output, pairs, "--batch-tokens", "300").refused("batch-tokens: 300", "--force");
    Files.writeString(
        Path.of(pairs), read(folder, "myopia.jsonl").replace("myopia-000", "myopia-xyz"));
    evaluate(output, pairs).refused("behavior myopia has changed", "--output");
    evaluate(output, pairs, "--force").succeeded();
    assertThat(folder.resolve("run-before-1/scores.csv")).exists();
    assertThat(read(output, "scores.csv")).contains("myopia-xyz");
  }

  @Test
  void aFolderOfOtherThingsIsLeftAlone() throws IOException {
    Files.createDirectories(output);
    Files.writeString(output.resolve("thesis.tex"), "mine");
    evaluate(output, pairs).refused("no run folder", "--output");
    assertThat(read(output, "thesis.tex")).isEqualTo("mine");
  }

  @Test
  void csvOnStandardOutputIsMetricsCsv() throws IOException {
    String csv = evaluate(output, pairs, "--format", "csv").succeeded().out();
    assertThat(csv).isEqualTo(read(output, "metrics.csv"));
  }

  @Test
  void thePapersLayoutGivesTheSameNumbersAsPairs() throws IOException {
    String[] prompts = {"Ist 3/4 größer als 1/2?", "Où est-ce ? 😀\nzweite/Zeile"};
    String[] positives = {"Ja/natürlich.", "là-bas 🎉"};
    String[] negatives = {"Nein.", "nulle part / nowhere"};
    ObjectMapper json = new ObjectMapper();
    ArrayNode ours = json.createArrayNode();
    ArrayNode paper = json.createArrayNode();
    for (String[] half : List.of(positives, negatives)) {
      for (int i = 0; i < prompts.length; i++) {
        paper.addObject().put("question", "[INST] " + prompts[i] + " [/INST] " + half[i]);
      }
    }
    for (int i = 0; i < prompts.length; i++) {
      ours.addObject()
          .put("id", "00" + i)
          .put("prompt", prompts[i])
          .put("positive", positives[i])
          .put("negative", negatives[i]);
    }
    Path first = folder.resolve("a/behavior.json");
    Path second = folder.resolve("b/behavior.json");
    Files.createDirectories(first.getParent());
    Files.createDirectories(second.getParent());
    json.writeValue(first.toFile(), paper);
    json.writeValue(second.toFile(), ours);
    evaluate(folder.resolve("one"), first.toString()).succeeded();
    evaluate(folder.resolve("two"), second.toString()).succeeded();
    assertThat(read(folder.resolve("one"), "scores.csv"))
        .isEqualTo(read(folder.resolve("two"), "scores.csv"));
  }

  @Test
  void negativeFirstSwapsThePoles() throws IOException {
    evaluate(output, pairs).succeeded();
    Path swapped = folder.resolve("swapped");
    evaluate(swapped, pairs, "--negative-first").succeeded();
    // the pairs lie otherwise in their batches, and F16 weights make that felt
    assertThat(propensity(swapped)).isCloseTo(-propensity(output), within(1e-4));
    assertThat(read(swapped, "report/report.md")).contains("negative");
  }

  private static double propensity(Path run) throws IOException {
    String row =
        read(run, "metrics.csv").lines().filter(l -> l.startsWith("propensity,")).findFirst().get();
    return Double.parseDouble(row.split(",", -1)[9]);
  }
}
