package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Metrics;
import dev.steerage.report.MetricsTable;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published run of the demo, {@code results/demo/}, is what the program makes today: every
 * metric of its scores, and its scores on one behavior in all four precisions. Where this fails for
 * a good reason, {@code scripts/steerage demo --force} makes the run again.
 */
class DemoSampleTest {
  private static final Path SAMPLE = Path.of("results", "demo");
  private static final String BEHAVIOR = "corrigible";
  private static final String FULL_PRECISION = "steerage-demo-f16";

  @TempDir private Path folder;

  /** What makes two rows those of one number. */
  private record Key(
      String metric, String normalization, Condition condition, @Nullable Double fraction) {
    static Key of(MetricResult r) {
      return new Key(r.metric(), r.normalization(), r.condition(), r.fraction());
    }
  }

  private static Map<Key, MetricResult> byKey(List<MetricResult> results) {
    Map<Key, MetricResult> rows = new LinkedHashMap<>();
    results.forEach(r -> rows.put(Key.of(r), r));
    return rows;
  }

  @Test
  void metricsOfItsScoresAreItsMetrics() throws IOException {
    Map<Key, MetricResult> published = byKey(MetricsTable.read(SAMPLE.resolve("metrics.csv")));
    List<MetricResult> now = Metrics.of(RunFolder.existing(SAMPLE).readScores(), Aggregation.MEAN);
    assertThat(now).hasSizeGreaterThan(1000);
    // logarithms may end in another bit on another machine
    assertThat(now)
        .allSatisfy(
            row ->
                assertThat(agrees(published.get(Key.of(row)), row, 1e-9, 1e-12))
                    .as(row.toString())
                    .isTrue());
  }

  @Test
  void aReportOfItNeedsNoTokensAndLosesNothing() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("demo"));
    for (String file : List.of("metrics.csv", "scores.csv", "provenance.json", "spec.yaml")) {
      Files.copy(SAMPLE.resolve(file), copy.resolve(file));
    }
    CommandRun.of("report", copy.toString()).succeeded();
    List<MetricResult> published = MetricsTable.read(SAMPLE.resolve("metrics.csv"));
    List<MetricResult> now = MetricsTable.read(copy.resolve("metrics.csv"));
    assertThat(now.stream().map(Key::of))
        .containsExactlyElementsOf(published.stream().map(Key::of).toList());
    Map<Key, MetricResult> rows = byKey(now);
    assertThat(published)
        .allSatisfy(
            row ->
                assertThat(agrees(row, rows.get(Key.of(row)), 1e-9, 1e-12))
                    .as(row.toString())
                    .isTrue());
    assertThat(copy.resolve("report/tables/corrigible-divergence.csv"))
        .hasSameTextualContentAs(SAMPLE.resolve("report/tables/corrigible-divergence.csv"));
  }

  @Test
  void theDemoStillMakesTheSameMetrics() throws IOException {
    Path output = folder.resolve("run");
    CommandRun run =
        CommandRun.of("demo", "--behavior", BEHAVIOR, "--output", output.toString()).succeeded();
    assertThat(run.out()).startsWith(BEHAVIOR + ": largest effect within 0.05 nats/token of KL\n");
    assertThat(folder.resolve("run-tune/tune.csv")).isNotEmptyFile();
    List<MetricResult> published =
        MetricsTable.read(SAMPLE.resolve("metrics.csv")).stream()
            .filter(r -> r.condition().behavior().equals(BEHAVIOR))
            .toList();
    Map<Key, MetricResult> now = byKey(MetricsTable.read(output.resolve("metrics.csv")));
    assertThat(now.keySet())
        .containsExactlyInAnyOrderElementsOf(published.stream().map(Key::of).toList());
    assertThat(published)
        .allSatisfy(
            row ->
                assertThat(isTheSame(row, now.get(Key.of(row))))
                    .as("%s, now %s", row, now.get(Key.of(row)))
                    .isTrue());
    assertThat(published.stream().filter(row -> !isTheSame(row, quantized(row, now))).count())
        .as("effects in Q2_K would be seen to differ")
        .isGreaterThan(published.size() / 20);
    try (Stream<Path> figures = Files.list(output.resolve("report/figures"))) {
      List<String> names = figures.map(f -> f.getFileName().toString()).toList();
      assertThat(names).contains("corrigible-dose-response.svg", "corrigible-dose-response.png");
    }
  }

  /** The row of the same condition in Q2_K; the row itself for the other quantized models. */
  private static MetricResult quantized(MetricResult row, Map<Key, MetricResult> now) {
    Condition c = row.condition();
    Condition other =
        new Condition(
            FULL_PRECISION + "-q2_k",
            c.behavior(),
            c.condition(),
            c.intervention(),
            c.layer(),
            c.coefficient());
    boolean isFull = c.model().equals(FULL_PRECISION);
    MetricResult found =
        isFull ? now.get(new Key(row.metric(), row.normalization(), other, row.fraction())) : null;
    return found == null ? row : found;
  }

  /**
   * Whether a number is the published one. In full precision another processor adds up in another
   * order, which moves logprobs by thousandths of a nat; with quantized weights it may round
   * activations to another step as well, which moves them by hundredths, and single pairs and
   * tokens to the other side.
   */
  private static boolean isTheSame(MetricResult published, @Nullable MetricResult now) {
    boolean isExact = published.condition().model().equals(FULL_PRECISION);
    double least =
        switch (published.unit()) {
          case "pairs" -> isExact ? 0 : 2;
          case "share" -> isExact ? 0.01 : 0.05;
          default -> isExact ? 0.002 : published.metric().endsWith("_p") ? 0.5 : 0.02;
        };
    return agrees(published, now, isExact ? 0.05 : 0.4, least);
  }

  private static boolean agrees(
      @Nullable MetricResult published, @Nullable MetricResult now, double share, double least) {
    return published != null
        && now != null
        && published.n() == now.n()
        && published.unit().equals(now.unit())
        && isNear(published.value(), now.value(), tolerance(published, share, least))
        && isNear(published.low(), now.low(), tolerance(published, share, least))
        && isNear(published.high(), now.high(), tolerance(published, share, least));
  }

  /** A share of the interval's width where there is one, else of the value; and so much more. */
  private static double tolerance(MetricResult r, double share, double least) {
    Double low = r.low();
    Double high = r.high();
    double scale = low == null || high == null ? Math.abs(r.value()) : high - low;
    return share * scale + least;
  }

  private static boolean isNear(@Nullable Double one, @Nullable Double other, double tolerance) {
    return one == null || other == null
        ? Objects.equals(one, other)
        : Math.abs(one - other) <= tolerance;
  }
}
