package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.CapabilityFolder;
import dev.steerage.runlog.ChoiceRow;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.NeutralFolder;
import dev.steerage.runlog.NeutralRow;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.Shift;
import dev.steerage.runlog.Strength;
import dev.steerage.runlog.TokenRow;
import dev.steerage.statistics.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricNameTest {
  private static final double[][] BASELINE = {{-1, -2, -3, -4}, {-1.5, -1.5, -3, -5}};
  private static final double[][] STEERED = {{-1.1, -2.3, -3, -4}, {-1.5, -1.2, -3, -5}};

  @TempDir private Path folder;

  @Test
  void everyMetricIsComputedAndNamedInTheDescriptionOfRunFolders() throws IOException {
    String[] names =
        Arrays.stream(MetricName.values()).map(MetricName::word).toArray(String[]::new);
    List<ScoreRow> rows = new ArrayList<>(Scores.of(Scores.BASELINE, BASELINE[0], BASELINE[1]));
    for (ScoreRow row : Scores.of(Scores.STEERED, STEERED[0], STEERED[1])) {
      rows.add(
          new ScoreRow(
              row.condition(),
              row.pair(),
              row.pole(),
              2,
              row.sum(),
              row.mean(),
              0,
              new Strength(1, 2.0, 3)));
    }
    String random = Condition.randomDirection(1, "myopia");
    rows.addAll(
        Scores.of(new Condition("demo", "myopia", random, random, 2, 2), STEERED[0], STEERED[1]));
    rows.addAll(Scores.of(Scores.steered("myopia--2", -2), STEERED[1], STEERED[0]));
    List<MetricResult> results = new ArrayList<>(Metrics.of(rows, Aggregation.MEAN));
    results.addAll(ofTokens());
    assertThat(results).extracting(MetricResult::metric).containsOnly(names);
    String readme = Files.readString(Path.of("results/README.md"));
    for (String name : names) {
      assertThat(readme).contains("`" + name + "`");
    }
    assertThat(readme).contains("seed " + Bootstrap.SEED);
  }

  private List<MetricResult> ofTokens() {
    RunFolder run = RunFolder.open(folder, "spec", Map.of(), RunFolder.Existing.RESUME);
    Shift shift = new Shift(0.1, true);
    List<TokenRow> tokens = new ArrayList<>();
    for (Pole pole : Pole.values()) {
      for (int position = 7; position < 9; position++) {
        tokens.add(new TokenRow("a", pole, position, 5, "x", -1, shift, shift));
      }
    }
    run.writeTokens(Scores.BASELINE, 0, tokens);
    run.writeTokens(Scores.STEERED, 0, tokens);
    List<NeutralRow> neutral =
        List.of(
            new NeutralRow(0, 2, 5, -1, shift, shift), new NeutralRow(1, 2, 5, -1, shift, shift));
    new NeutralFolder(run).write(Scores.BASELINE, neutral);
    new NeutralFolder(run).write(Scores.STEERED, neutral);
    // a model that is its own reference
    Map<String, String> references = Map.of("demo", "demo");
    List<MetricResult> results =
        new ArrayList<>(
            TokenMetrics.of(
                run, List.of(Scores.row(Scores.STEERED, "a", Pole.POSITIVE, -1)), references));
    results.addAll(NeutralMetrics.of(run, List.of(Scores.STEERED), references));
    List<ChoiceRow> choices = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      choices.add(new ChoiceRow("q", i, ChoiceAnswer.TEXT, i < 2, i == 0, 1, 1, -i));
    }
    CapabilityFolder capability = new CapabilityFolder(run);
    capability.writeConditions(List.of(Scores.BASELINE, Scores.STEERED));
    capability.write(Scores.BASELINE, choices);
    capability.write(Scores.STEERED, choices);
    results.addAll(CapabilityMetrics.of(run));
    return results;
  }
}
