package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsCommandTest {
  private static final String BASELINE = "src/test/resources/likelihoods/corrigible-baseline.json";
  private static final String STEERED = "src/test/resources/likelihoods/corrigible-steered.json";

  @TempDir private Path folder;

  private static CommandRun run(String baseline, String steered, String... more) {
    List<String> args =
        new ArrayList<>(List.of("metrics", "--baseline", baseline, "--steered", steered));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private String file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void printsThePapersFiguresBesidePlainNats() {
    CommandRun run = run(BASELINE, STEERED).succeeded();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("corrigible: 50 pairs\n")
        .contains("-0.1294±0.0233", "-0.0114  0.0360", "first half", "nats/token")
        .containsSubsequence("paper ", "repository ", "none ");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void oneNormalizationLeavesTheOthersOut() {
    String csv =
        run(BASELINE, STEERED, "--normalization", "repository", "--format", "csv")
            .succeeded()
            .out();
    assertThat(csv.lines().filter(line -> line.startsWith("quartile")))
        .hasSize(8)
        .allMatch(line -> line.contains(",repository,"));
    assertThat(csv)
        .contains("quartile_positive,repository,,corrigible,steered,steered,,,0.25,-0.06");
    assertThat(csv.lines()).anyMatch(line -> line.startsWith("delta_positive,none,"));
    assertThat(run(BASELINE, STEERED, "--normalization", "none").succeeded().out())
        .doesNotContain("paper,", "repository");
  }

  @Test
  void negativeFirstTurnsThePolesRound() throws IOException {
    JsonNode metrics =
        new ObjectMapper()
            .readTree(
                run(BASELINE, STEERED, "--negative-first", "--format", "json").succeeded().out())
            .get("metrics");
    for (JsonNode metric : metrics) {
      if (metric.get("metric").asText().equals("delta_negative")) {
        assertThat(metric.get("value").doubleValue()).isBetween(-0.12945, -0.12935);
      }
    }
    assertThat(run(BASELINE, STEERED, "--negative-first").out())
        .contains("taken for the negative continuations");
  }

  @Test
  void namesAreTaken() {
    assertThat(run(BASELINE, STEERED, "--behavior", "shutdown", "--model", "llama").out())
        .startsWith("shutdown: 50 pairs")
        .contains("\nllama\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "-1\\n-2\\n-3\\n-4\\n",
        "log\\n-1\\n-2\\n-3\\n-4",
        "id,likelihood\\na,-1\\nb,-2\\nc,-3\\nd,-4\\n",
        "\"log_likelihood\",\"id\"\\r\\n\"-1\",a\\r\\n-2,b\\r\\n-3.0,c\\r\\n-4e0,d\\r\\n"
      })
  void csvGivesWhatJsonGives(String text) {
    String json = file("x.json", "[-1, -2, -3, -4]");
    String csv = file("x.csv", text.replace("\\r", "\r").replace("\\n", "\n"));
    assertThat(run(json, csv, "--format", "csv").succeeded().out())
        .isEqualTo(run(json, json, "--format", "csv").succeeded().out());
  }

  /** The mean of the first 128 of its 256 numbers was computed by Python's struct and sum. */
  @Test
  void aPyTorchTensorIsRead() {
    String tensor = "src/test/resources/vectors/sycophancy-layer2.pt";
    assertThat(run(tensor, tensor, "--format", "csv").succeeded().out())
        .contains(
            "log_likelihood_positive,none,,sycophancy,baseline,baseline,,0.0,,-0.126893215405");
    run(tensor, "src/test/resources/vectors/list.pt").refused("list.pt");
    run(tensor, "src/test/resources/vectors/nan.pt").refused("nan.pt", "NaN");
    run(tensor, "src/test/resources/vectors/transposed.pt").refused("transposed.pt", "[3, 2]");
  }

  @Test
  void fewPairsAreWarnedOf() {
    String json = file("x.json", "[-1, -2, -3, -4]");
    assertThat(run(json, json).succeeded().err())
        .isEqualTo("warning: x, baseline: fewer than 10 pairs (2), so intervals say little.\n");
  }

  @Test
  void unusableFilesAreNamedWithTheirPlace() {
    String good = file("good.json", "[-1, -2, -3, -4]");
    run(good, "nowhere.json").refused("nowhere.json: no such file");
    run(file("odd.json", "[-1, -2, -3]"), good).refused("odd.json: has 3 values");
    run(file("empty.json", "[]"), good).refused("empty.json: has 0 values");
    run(good, file("two.json", "[-1, -2]")).refused("two.json: has 2 values", "good.json has 4");
    run(good, file("nan.json", "[-1, NaN]")).refused("nan.json: value 1", "NaN");
    run(good, file("big.json", "[1e999, 1]")).refused("big.json: value 0", "Infinity");
    run(good, file("word.json", "[-1, \"x\"]")).refused("word.json: value 1", "not a number");
    run(good, file("object.json", "{}")).refused("object.json: is no JSON list");
    run(good, file("cut.json", "[-1,\n-2")).refused("cut.json: line 2");
    run(good, file("more.json", "[-1, -2] 3")).refused("more.json: something follows");
    run(good, file("word.csv", "x\n-1\nfoo\n")).refused("word.csv: line 3");
    run(good, file("nan.csv", "-1\nNaN\n")).refused("nan.csv: value 1");
    run(good, file("many.csv", "a,b\n1,2\n")).refused("many.csv: line 1", "log_likelihood");
    run(good, file("none.csv", "")).refused("none.csv: is empty");
    run(good, file("x.xls", "")).refused("x.xls", ".json, .csv or .pt");
    run(good, folder.toString()).refused(folder.toString());
  }
}
