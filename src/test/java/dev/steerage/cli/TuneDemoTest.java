package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code steerage tune} on the bundled model against a search over a grid of 17 coefficients, whose
 * effects and costs are computed here from the tokens that {@code steerage evaluate} has written.
 */
class TuneDemoTest {
  private static final double BUDGET = 0.05;
  private static final double STEP = 0.25;
  private static final int GRID = 17;
  private static final int CHUNKS = 16;

  /** Student's t at 0.975 with 7 degrees of freedom, from a table: 8 chunks a half. */
  private static final double T = 2.3646;

  private static final Offset<Double> AT_BITS = offset(1e-12);
  private static final Offset<Double> BY_T = offset(1e-5);

  @TempDir private Path folder;

  /** A coefficient with numbers of one half each: 0 is what a search sees, 1 is held out. */
  private record Point(double coefficient, double[] effect, double[] cost, double upper) {}

  private CommandRun run(Path output, String behavior, String... options) throws IOException {
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(
        List.of(
            "--output=" + output,
            "--model=" + Demo.MODEL,
            "--behavior=" + Demo.pairs(folder, behavior, 12),
            "--vector=" + Demo.vector(behavior),
            "--layer=2",
            "--chat-format=llama2",
            "--neutral=models/demo/neutral.txt",
            "--neutral-context=64",
            "--neutral-chunks=" + CHUNKS,
            "--threads=1",
            "--figure-width=60"));
    return CommandRun.of(args.toArray(String[]::new)).succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"corrigible", "hallucination", "myopia", "sycophancy"})
  void theHeldOutHalfKeepsTheBudgetAndLosesNothingToAGrid(String behavior) throws IOException {
    Path tuned = folder.resolve("tuned");
    Path grid = folder.resolve("grid");
    run(tuned, behavior, "tune", "--kl-budget=" + BUDGET, "--random-directions=0");
    run(
        grid,
        behavior,
        "evaluate",
        "--no-divergence",
        "--coefficient=%s..%s:%s".formatted(STEP, GRID * STEP, STEP));

    List<Point> tried = points(tuned, behavior);
    Point found = best(tried, Point::upper);
    Map<String, String> row = chosen(tuned);
    assertThat(tried).hasSizeLessThanOrEqualTo(9);
    assertThat(number(row, "coefficient")).isEqualTo(found.coefficient());
    assertThat(number(row, "effect_held_out")).isEqualTo(found.effect()[1], AT_BITS);
    assertThat(number(row, "cost_held_out")).isEqualTo(found.cost()[1], AT_BITS);
    assertThat(number(row, "cost_limit")).isEqualTo(found.upper(), BY_T);
    assertThat(found.cost()[1]).isLessThanOrEqualTo(BUDGET);

    List<Point> points = points(grid, behavior);
    assertThat(points).hasSize(GRID);
    Point sameRule = best(points, Point::upper);
    assertThat(found.effect()[0]).isGreaterThanOrEqualTo(sameRule.effect()[0]);
    assertThat(found.effect()[1])
        .isGreaterThanOrEqualTo(
            sameRule.effect()[1] - resolution(points, points.indexOf(sameRule)));
  }

  /** The larger step of the held-out effect from a coefficient of the grid to its neighbours. */
  private static double resolution(List<Point> points, int at) {
    return IntStream.of(at - 1, at + 1)
        .filter(i -> i >= 0 && i < GRID)
        .mapToDouble(i -> Math.abs(points.get(i).effect()[1] - points.get(at).effect()[1]))
        .max()
        .orElseThrow();
  }

  private static Point best(List<Point> points, ToDoubleFunction<Point> cost) {
    return points.stream()
        .filter(point -> cost.applyAsDouble(point) <= BUDGET)
        .max(Comparator.comparingDouble(point -> point.effect()[0]))
        .orElseThrow();
  }

  private static Map<String, String> chosen(Path run) throws IOException {
    return rows(run.resolve("tune.csv")).stream()
        .filter(row -> row.get("chosen").equals("1"))
        .findFirst()
        .orElseThrow();
  }

  /** Ascending. */
  private static List<Point> points(Path run, String behavior) throws IOException {
    Map<Double, Map<String, Double>> propensities = new TreeMap<>();
    Map<Double, String> conditions = new LinkedHashMap<>();
    for (Map<String, String> row : rows(run.resolve("scores.csv"))) {
      double coefficient = number(row, "coefficient");
      double sign = "positive".equals(row.get("pole")) ? 1 : -1;
      conditions.put(coefficient, row.get("condition"));
      propensities
          .computeIfAbsent(coefficient, c -> new LinkedHashMap<>())
          .merge(row.get("pair"), sign * number(row, "mean"), Double::sum);
    }
    Map<String, Double> baseline = propensities.remove(0.0);
    List<Point> points = new ArrayList<>();
    for (Map.Entry<Double, Map<String, Double>> entry : propensities.entrySet()) {
      Path neutral =
          run.resolve("neutral/steerage-demo-f16")
              .resolve(behavior)
              .resolve(conditions.get(entry.getKey()) + ".csv");
      double[] chunks = chunks(neutral);
      double[] changes =
          baseline.keySet().stream()
              .mapToDouble(pair -> entry.getValue().get(pair) - baseline.get(pair))
              .toArray();
      double[] seen = half(chunks, 0);
      double mean = mean(seen);
      double squares = DoubleStream.of(seen).map(x -> (x - mean) * (x - mean)).sum();
      points.add(
          new Point(
              entry.getKey(),
              new double[] {mean(half(changes, 0)), mean(half(changes, 1))},
              new double[] {mean, mean(half(chunks, 1))},
              mean + T * Math.sqrt(squares / (seen.length - 1) * 2 / seen.length)));
    }
    return points;
  }

  /** Mean KL of each chunk; all have as many tokens. */
  private static double[] chunks(Path neutral) throws IOException {
    double[] sums = new double[CHUNKS];
    int[] counts = new int[CHUNKS];
    for (Map<String, String> row : rows(neutral)) {
      int chunk = (int) number(row, "chunk");
      sums[chunk] += number(row, "kl");
      counts[chunk]++;
    }
    return IntStream.range(0, CHUNKS).mapToDouble(i -> sums[i] / counts[i]).toArray();
  }

  private static double[] half(double[] values, int remainder) {
    return IntStream.range(0, values.length)
        .filter(i -> i % 2 == remainder)
        .mapToDouble(i -> values[i])
        .toArray();
  }

  private static double mean(double[] values) {
    return DoubleStream.of(values).sum() / values.length;
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }

  /** The rows of a file whose cells have no commas. */
  private static List<Map<String, String>> rows(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    String[] columns = lines.get(0).split(",", -1);
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              String[] cells = line.replace("\"", "").split(",", -1);
              Map<String, String> row = new LinkedHashMap<>();
              IntStream.range(0, columns.length).forEach(i -> row.put(columns[i], cells[i]));
              return row;
            })
        .toList();
  }
}
