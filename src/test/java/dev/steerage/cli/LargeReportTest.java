package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.Pole;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.PairClusters;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Shift;
import dev.steerage.runlog.TokenRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The report of 3 models × 6 behaviors × 9 coefficients (0, the baseline, and 8 more) × 50 pairs,
 * with drawn numbers and answers of 40 tokens. The run stays in {@code target/large-run}, where the
 * time that a report of it takes can be measured.
 */
class LargeReportTest {
  private static final Path FOLDER = Path.of("target", "large-run");
  private static final List<String> MODELS = List.of("model-f16", "model-q8_0", "model-q4_k_m");
  private static final int BEHAVIORS = 6;
  private static final int PAIRS = 50;
  private static final int TOKENS = 40;
  private static final double[] COEFFICIENTS = {-4, -3, -2, -1, 1, 2, 3, 4};
  private static final int MOST_BYTES = 8_000_000;

  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void aPageOfManyConditionsStaysSmall() throws IOException {
    write();
    CommandRun.of("report", FOLDER.toString()).succeeded();
    Path page = FOLDER.resolve("report/report.html");
    assertThat(Files.size(page)).isLessThan(MOST_BYTES);
    String text = Files.readString(page);
    assertThat(text.split("<div class=\"plot\"", -1)).hasSizeGreaterThan(BEHAVIORS * 8);
    assertThat(text)
        .as("every pair has its texts and tokens")
        .contains("prompt 49 of behavior-5")
        .doesNotContain("Of each condition the first pairs are here");
  }

  private void write() throws IOException {
    RunFolder run = RunFolder.open(FOLDER, spec(), Map.of(), RunFolder.Existing.RESUME);
    run.writeProvenance(
        Map.of("references", Map.of(MODELS.get(1), MODELS.get(0), MODELS.get(2), MODELS.get(0))));
    List<Condition> conditions = new ArrayList<>();
    for (int behavior = 0; behavior < BEHAVIORS; behavior++) {
      String name = "behavior-" + behavior;
      run.pairs().write(name, pairs(name));
      for (String model : MODELS) {
        conditions.add(Condition.baseline(model, name));
        for (double coefficient : COEFFICIENTS) {
          String condition = "vector-layer13-coefficient" + coefficient;
          conditions.add(new Condition(model, name, condition, "vector", 13, coefficient));
        }
      }
    }
    conditions.forEach(condition -> run.writeTokens(condition, 0, tokens(condition)));
    run.writeScores(conditions, Map.of(), PairClusters.NONE);
  }

  private static List<ContrastPair> pairs(String behavior) {
    return IntStream.range(0, PAIRS)
        .mapToObj(
            i ->
                new ContrastPair(
                    "pair-" + i,
                    null,
                    "prompt "
                        + i
                        + " of "
                        + behavior
                        + ", with the words of a question. ".repeat(6),
                    "the positive answer ".repeat(TOKENS / 4),
                    "the negative answer ".repeat(TOKENS / 4)))
        .toList();
  }

  private List<TokenRow> tokens(Condition condition) {
    List<TokenRow> rows = new ArrayList<>();
    for (Pole pole : Pole.values()) {
      double shift = condition.coefficient() * (pole == Pole.POSITIVE ? 0.02 : -0.01);
      for (int pair = 0; pair < PAIRS; pair++) {
        for (int i = 0; i < TOKENS; i++) {
          double logprob = -2 - random.nextDouble() + shift * (1 + pair / 100.0);
          Shift moved =
              condition.isBaseline() ? null : new Shift(random.nextDouble() / 100, i % 9 > 0);
          Shift reference =
              condition.model().equals(MODELS.get(0))
                  ? null
                  : new Shift(random.nextDouble() / 1000, i % 20 > 0);
          rows.add(
              new TokenRow(
                  "pair-" + pair, pole, 60 + i, i, " word" + i, logprob, moved, reference));
        }
      }
    }
    return rows;
  }

  private static String spec() {
    return "models: [%s]\nbehaviors: [%s]\n"
        .formatted(
            String.join(", ", MODELS.stream().map(m -> m + ".gguf").toList()),
            String.join(
                ", ",
                IntStream.range(0, BEHAVIORS).mapToObj(b -> "behavior-" + b + ".jsonl").toList()));
  }
}
