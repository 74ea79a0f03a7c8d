package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code steerage tune} on a small random model. */
class TuneCommandTest {
  @TempDir private Path folder;
  private Path run;
  private Path model;
  private Path vector;

  @BeforeEach
  void makeInputs() throws IOException {
    run = folder.resolve("run");
    model = folder.resolve("tiny.gguf");
    vector = folder.resolve("v.gguf");
    TinyModel.of(Path.of(Demo.MODEL)).layers(3).write(model);
    float[] direction = new float[64];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (i * 7 % 11 - 5) / 8f;
    }
    ControlVectorWriter.write(vector, "llama", new TreeMap<>(Map.of(1, direction, 2, direction)));
    Demo.pairs(folder, "myopia", 6);
  }

  private CommandRun tune(Path output, String... more) {
    return CommandRun.of(
        Stream.concat(
                options(output).stream(),
                Stream.concat(
                    Stream.of("--neutral-chunks=6", "--random-directions=0"), Stream.of(more)))
            .toArray(String[]::new));
  }

  private List<String> options(Path output) {
    return new ArrayList<>(
        List.of(
            "tune",
            "--output=" + output,
            "--model=" + model,
            "--behavior=" + folder.resolve("myopia.jsonl"),
            "--vector=" + vector,
            "--layer=1",
            "--neutral=models/demo/neutral.txt",
            "--neutral-context=16",
            "--threads=1",
            "--figure-width=60"));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private static List<String> rows(Path run) throws IOException {
    return text(run.resolve("tune.csv")).lines().skip(1).toList();
  }

  /** Mean logprob over the tokens of every second chunk. */
  private static double logprob(Path neutral, String condition, int half) throws IOException {
    return text(neutral.resolve(condition + ".csv"))
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .filter(cells -> Integer.parseInt(cells[0]) % 2 == half)
        .mapToDouble(cells -> Double.parseDouble(cells[3]))
        .average()
        .orElseThrow();
  }

  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    }
  }

  @Test
  void whatItFindsIsPrintedDrawnAndReportedAgainToTheSameBytes() throws IOException {
    List<String> args = options(run);
    args.addAll(
        List.of(
            "--kl-budget=0.01",
            "--coefficient=-1,1",
            "--layer=2",
            "--random-directions=1",
            "--neutral-chunks=6",
            "--system-prompt=Say yes."));
    CommandRun first = CommandRun.of(args.toArray(String[]::new)).succeeded();

    assertThat(first.out())
        .contains("myopia: largest effect within 0.01 nats/token of KL")
        .contains("myopia: frontier of effect against cost")
        .contains("v L1", "v L2", "system-say-yes");
    for (String name :
        List.of(
            "tables/myopia-tune.csv",
            "tables/myopia-frontier.csv",
            "figures/myopia-frontier.svg")) {
      assertThat(run.resolve("report").resolve(name)).isNotEmptyFile();
    }
    assertThat(text(run.resolve("report/report.md")))
        .contains("largest effect within 0.01", "myopia-frontier");
    assertThat(rows(run)).filteredOn(row -> row.contains("system-say-yes")).hasSize(1);
    // both sides of both layers, vector and random direction
    assertThat(text(run.resolve("report/tables/myopia-tune.csv")).lines()).hasSize(1 + 4 + 1);
    for (String line : List.of("v,1,", "v,2,", "random-1-of-v,1,", "random-1-of-v,2,")) {
      for (String sign : List.of("-", "")) {
        assertThat(rows(run))
            .filteredOn(row -> row.replace("\"", "").matches(".*," + line + sign + "[0-9.].*"))
            .hasSizeBetween(3, 9);
      }
    }

    String found = text(run.resolve("tune.csv"));
    Files.delete(run.resolve("tune.csv"));
    CommandRun again = CommandRun.of("report", "--figure-width=60", run.toString()).succeeded();
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(text(run.resolve("tune.csv"))).isEqualTo(found);

    assertThat(CommandRun.of("report", run.toString(), "--format", "csv").succeeded().out())
        .isEqualTo(found.replace("\"", ""));
    Path published = folder.resolve("neutral-moved");
    Files.move(run.resolve("neutral"), published);
    CommandRun.of("report", "--figure-width=60", run.toString()).succeeded();
    assertThat(text(run.resolve("tune.csv"))).isEqualTo(found);
  }

  @Test
  void aRunThatLostCellsComesToTheSameBits() throws IOException {
    tune(run, "--kl-budget=0.01").succeeded();
    String found = text(run.resolve("tune.csv"));
    List<Path> tokens = files(run.resolve("tokens"));
    List<Path> neutral = files(run.resolve("neutral"));
    for (int i = 0; i < tokens.size(); i += 3) {
      Files.delete(tokens.get(i));
    }
    Files.delete(neutral.get(1));
    Files.delete(run.resolve("scores.csv"));

    tune(run, "--kl-budget=0.01").succeeded();

    assertThat(text(run.resolve("tune.csv"))).isEqualTo(found);
    assertThat(files(run.resolve("tokens"))).isEqualTo(tokens);
    CommandRun third = tune(run, "--kl-budget=0.01").succeeded();
    assertThat(third.err()).doesNotContain("to decode about");
    assertThat(text(run.resolve("provenance.json"))).contains("\"tokens_decoded\" : 0");
  }

  @Test
  void theSpecOfTheFolderRepeatsIt() throws IOException {
    tune(run, "--perplexity-budget=2").succeeded();
    String spec = text(run.resolve("spec.yaml"));
    assertThat(spec).contains("tune:\n  perplexity-budget: 2.0");
    for (String row : rows(run)) {
      String[] cells = row.replace("\"", "").split(",", -1);
      Path neutral = run.resolve("neutral/tiny/myopia");
      for (int half = 0; half < 2; half++) {
        double cost =
            100 * Math.expm1(logprob(neutral, "baseline", half) - logprob(neutral, cells[2], half));
        assertThat(Double.parseDouble(cells[16 + 4 * half])).isEqualTo(cost, offset(1e-9));
      }
    }

    Path other = folder.resolve("other");
    CommandRun.of(
            "tune", "--spec", run.resolve("spec.yaml").toString(), "--output", other.toString())
        .succeeded();
    assertThat(text(other.resolve("tune.csv"))).isEqualTo(text(run.resolve("tune.csv")));
    assertThat(text(other.resolve("spec.yaml"))).isEqualTo(spec);
    // evaluate says the same of a spec
    CommandRun evaluated =
        CommandRun.of("evaluate", "--spec", run.resolve("spec.yaml").toString()).succeeded();
    assertThat(evaluated.out()).contains("largest effect within 2 % of perplexity");
    // another budget is another run
    tune(run, "--perplexity-budget=3")
        .refusedAfterProgress("holds a run of something else", "perplexity-budget: 2.0");
  }

  @Test
  void aBudgetThatNothingMeetsIsSaidWithTheSmallestCost() throws IOException {
    CommandRun done = tune(run, "--kl-budget=1e-30").succeeded();

    assertThat(done.err().lines().filter(line -> line.contains("within the budget")))
        .singleElement()
        .asString()
        .contains("nothing is within the budget of 0.0", "the smallest cost seen is");
    assertThat(done.out()).contains("none");
    assertThat(rows(run)).hasSize(9).allMatch(row -> row.contains(",0,"));
    assertThat(run.resolve("report/figures/myopia-frontier.svg")).isNotEmptyFile();
  }

  @Test
  void aDryRunWritesNothing() {
    CommandRun planned = tune(run, "--kl-budget=0.01", "--dry-run").succeeded();

    assertThat(planned.out()).contains("4"); // the baseline and three coefficients
    assertThat(planned.err()).contains("the first of at most three rounds");
    assertThat(run).doesNotExist();
  }

  @Test
  void badInputIsRefusedInOneSentence() throws IOException {
    tune(run).refused("needs one budget, and there is none", "kl-budget");
    tune(run, "--kl-budget=1", "--perplexity-budget=1").refused("two are given");
    tune(run, "--kl-budget=0").refused("KL budget 0.0 is out of range");
    tune(run, "--kl-budget=1", "--coefficient=1,2").refused("begins at one coefficient");
    tune(run, "--kl-budget=1", "--coefficient=0").refused("begins at one coefficient");
    List<String> few = options(run);
    few.addAll(List.of("--kl-budget=1", "--neutral-chunks=3"));
    CommandRun.of(few.toArray(String[]::new))
        .refusedAfterProgress("has 3 chunks of 16 tokens", "needs 4");
    Demo.pairs(folder, "myopia", 3);
    tune(run, "--kl-budget=1").refusedAfterProgress("myopia.jsonl", "has 3 prompts", "needs 4");
    CommandRun.of("tune", "--kl-budget=1", "--model=" + model, "--behavior=myopia")
        .refused("none is named", "--vector");
    Path spec =
        Files.writeString(
            folder.resolve("s.yaml"), "models: [tiny.gguf]\nbehaviors: [myopia.jsonl]\n");
    CommandRun.of("tune", "--spec", spec.toString()).refused("s.yaml", "no key 'tune'");
    Files.writeString(
        spec, "models: [tiny.gguf]\nbehaviors: [myopia.jsonl]\ntune: {kl-budjet: 0.1}\n");
    CommandRun.of("tune", "--spec", spec.toString())
        .refused("line 3", "kl-budjet", "did you mean 'kl-budget'");
    Files.writeString(
        spec,
        "models: [tiny.gguf]\nbehaviors: [myopia.jsonl]\ntune: {kl-budget: 0.1}\n"
            + "interventions: [{vector: v.gguf, layers: 1}]\n");
    CommandRun.of("tune", "--spec", spec.toString())
        .refused("s.yaml", "costs on a neutral text", "add neutral");
    assertThat(run).doesNotExist();
  }
}
