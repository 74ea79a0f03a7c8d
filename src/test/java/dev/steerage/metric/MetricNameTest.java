package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.likelihood.Aggregation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MetricNameTest {
  private static final double[][] BASELINE = {{-1, -2, -3, -4}, {-1.5, -1.5, -3, -5}};
  private static final double[][] STEERED = {{-1.1, -2.3, -3, -4}, {-1.5, -1.2, -3, -5}};

  @Test
  void everyMetricIsComputedAndNamedInTheDescriptionOfRunFolders() throws IOException {
    String[] names =
        Arrays.stream(MetricName.values()).map(MetricName::word).toArray(String[]::new);
    assertThat(Metrics.of(Scores.both(BASELINE, STEERED), Aggregation.MEAN))
        .extracting(MetricResult::metric)
        .containsOnly(names);
    String readme = Files.readString(Path.of("results/README.md"));
    for (String name : names) {
      assertThat(readme).contains("`" + name + "`");
    }
    assertThat(readme).contains("seed " + PairBootstrap.SEED);
  }
}
