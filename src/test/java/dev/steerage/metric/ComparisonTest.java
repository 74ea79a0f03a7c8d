package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.VectorRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Map<String, String> REFERENCES = Map.of("q4", "f16");
  private static final List<VectorRow> OWN =
      List.of(
          new VectorRow("v", "f16", 2, 1, null, null),
          new VectorRow("v", "q4", 2, 1, "f16", 0.9),
          new VectorRow("v", "q4", 3, 1, "f16", 0.8));
  private static final double[] COEFFICIENTS = {0, -1, 1, 2};

  /** Scores of a model whose pairs have these propensities, [pair][coefficient]. */
  private static List<ScoreRow> scores(String model, double[][] propensities) {
    return scores(model, "v", propensities);
  }

  private static List<ScoreRow> scores(String model, String vector, double[][] propensities) {
    List<ScoreRow> rows = new ArrayList<>();
    for (int k = 0; k < COEFFICIENTS.length; k++) {
      double c = COEFFICIENTS[k];
      Condition condition =
          c == 0
              ? Condition.baseline(model, "b")
              : new Condition(model, "b", vector + "-layer2-coefficient" + c, vector, 2, c);
      for (int i = 0; i < propensities.length; i++) {
        rows.add(Scores.row(condition, "p" + i, Pole.POSITIVE, propensities[i][k] - 3));
        rows.add(Scores.row(condition, "p" + i, Pole.NEGATIVE, -3));
      }
    }
    return rows;
  }

  private static List<ComparisonResult> compare(double[][] reference, double[][] model) {
    List<ScoreRow> rows = scores("f16", reference);
    rows.addAll(scores("q4", model));
    return Comparison.of(rows, List.of(), Aggregation.MEAN, REFERENCES, Margin.TENTH);
  }

  private static ComparisonResult find(
      List<ComparisonResult> results, ComparisonName name, double coefficient) {
    List<ComparisonResult> found =
        results.stream()
            .filter(r -> r.name() == name)
            .filter(r -> Double.compare(r.condition().coefficient(), coefficient) == 0)
            .toList();
    assertThat(found).as(name + " at " + coefficient).hasSize(1);
    return found.get(0);
  }

  private static ComparisonResult slope(List<ComparisonResult> results, ComparisonName name) {
    return find(results, name, Double.NaN);
  }

  private static double[][] random(long seed, double slope, double spread) {
    Random random = new Random(seed);
    return IntStream.range(0, 30)
        .mapToObj(
            i -> {
              double level = random.nextGaussian();
              double own = slope + spread * random.nextGaussian();
              return new double[] {level, level - own, level + own, level + 2 * own};
            })
        .toArray(double[][]::new);
  }

  private static double[][] scaled(double[][] propensities, double factor) {
    double[][] scaled = new double[propensities.length][];
    for (int i = 0; i < scaled.length; i++) {
      double base = propensities[i][0];
      scaled[i] = new double[COEFFICIENTS.length];
      for (int k = 0; k < COEFFICIENTS.length; k++) {
        scaled[i][k] = base + factor * (propensities[i][k] - base);
      }
    }
    return scaled;
  }

  @Test
  void equalModelsDoNotDifferAtAllWhateverTheEffect() {
    for (double effect : new double[] {0.5, 0}) {
      double[][] model = random(1, effect, 0.3);
      List<ComparisonResult> results = compare(model, model);
      assertThat(results)
          .filteredOn(
              r -> r.name().word().endsWith("_difference") || r.name().word().contains("_flips_"))
          .hasSize(1 + 1 + 3 + 4 * 3)
          .allMatch(r -> r.value() == 0);
      assertThat(slope(results, ComparisonName.SLOPE_DIFFERENCE))
          .extracting(ComparisonResult::low, ComparisonResult::high, ComparisonResult::holm)
          .containsExactly(0.0, 0.0, 1.0);
      ComparisonResult ratio = slope(results, ComparisonName.SLOPE_RATIO);
      assertThat(List.of(ratio.value(), ratio.low(), ratio.high())).containsOnly(1.0);
      assertThat(results)
          .filteredOn(r -> r.verdict() != null)
          .hasSize(1 + 3)
          .allMatch(r -> r.verdict() == Verdict.PRESERVED);
      assertThat(find(results, ComparisonName.EFFECT_CORRELATION, 2).value())
          .isCloseTo(1, within(1e-12));
      assertThat(find(results, ComparisonName.EFFECT_WILCOXON, 2).p()).isEqualTo(1);
    }
  }

  @Test
  void halfTheEffectIsChangedAndItsRatioIsAHalf() {
    double[][] reference = random(2, 0.5, 0.1);
    List<ComparisonResult> results = compare(reference, scaled(reference, 0.5));
    ComparisonResult ratio = slope(results, ComparisonName.SLOPE_RATIO);
    assertThat(ratio.value()).isCloseTo(0.5, within(1e-12));
    assertThat(ratio.low()).isCloseTo(0.5, within(1e-9));
    ComparisonResult verdict = slope(results, ComparisonName.SLOPE_EQUIVALENCE);
    assertThat(verdict.verdict()).isEqualTo(Verdict.CHANGED);
    assertThat(verdict.value())
        .isCloseTo(0.1 * slope(results, ComparisonName.REFERENCE_SLOPE).value(), within(1e-15));
    assertThat(slope(results, ComparisonName.SLOPE).unit()).isEqualTo("nats/token per coefficient");
    assertThat(find(results, ComparisonName.EFFECT_DIFFERENCE, 2).unit()).isEqualTo("nats/token");
  }

  @Test
  void whatIsWithinTheMarginIsPreservedThoughItDiffers() {
    double[][] reference = random(3, 0.5, 0.05);
    List<ComparisonResult> results = compare(reference, scaled(reference, 1.03));
    assertThat(slope(results, ComparisonName.SLOPE_DIFFERENCE).holm()).isLessThan(0.001);
    assertThat(slope(results, ComparisonName.SLOPE_EQUIVALENCE).verdict())
        .isEqualTo(Verdict.PRESERVED);
  }

  @Test
  void noiseDecidesNothingAndHasNoRatio() {
    List<ComparisonResult> results = compare(random(4, 0, 0.5), random(5, 0, 0.5));
    assertThat(slope(results, ComparisonName.SLOPE_EQUIVALENCE).verdict())
        .isEqualTo(Verdict.UNDECIDED);
    assertThat(results).noneMatch(r -> r.name() == ComparisonName.SLOPE_RATIO);
  }

  @Test
  void testsAreCorrectedOverAllModelsAndBehaviors() {
    double[][] reference = random(6, 0.5, 0.1);
    List<ScoreRow> rows = scores("f16", reference);
    rows.addAll(scores("q4", scaled(reference, 0.9)));
    rows.addAll(scores("q2", random(7, 0.4, 0.4)));
    List<ComparisonResult> results =
        Comparison.of(
            rows,
            List.of(),
            Aggregation.MEAN,
            Map.of("q4", "f16", "q2", "f16"),
            new Margin(0.02, false));
    List<ComparisonResult> equal =
        results.stream().filter(r -> r.name() == ComparisonName.SLOPE_EQUIVALENCE).toList();
    assertThat(equal).hasSize(2).allMatch(r -> r.value() == 0.02);
    double less = Math.min(equal.get(0).p(), equal.get(1).p());
    double more = Math.max(equal.get(0).p(), equal.get(1).p());
    assertThat(equal)
        .extracting(ComparisonResult::holm)
        .containsExactlyInAnyOrder(Math.min(1, 2 * less), Math.max(Math.min(1, 2 * less), more));
  }

  @Test
  void aModelsOwnVectorIsComparedWithTheReferencesOnItAndAcross() {
    double[][] reference = random(8, 0.5, 0.1);
    List<ScoreRow> rows = scores("f16", reference);
    rows.addAll(scores("q4", scaled(reference, 0.8)));
    // the same baseline again, which a group has once
    scores("q4", "v-own", scaled(reference, 0.6)).stream()
        .filter(row -> !row.condition().isBaseline())
        .forEach(rows::add);
    List<ComparisonResult> results =
        Comparison.of(rows, OWN, Aggregation.MEAN, REFERENCES, Margin.TENTH);
    ComparisonResult own = find(results, ComparisonName.OWN_VECTOR_DIFFERENCE, 2);
    double mean = Arrays.stream(reference).mapToDouble(p -> p[3] - p[0]).average().orElseThrow();
    assertThat(own.value()).isCloseTo(-0.2 * mean, within(1e-12));
    assertThat(own.condition().intervention()).isEqualTo("v-own");
    ComparisonResult cosine = slope(results, ComparisonName.OWN_VECTOR_COSINE);
    assertThat(cosine.value()).isEqualTo(0.9);
    assertThat(cosine.condition().intervention()).isEqualTo("v-own");
    assertThat(results)
        .filteredOn(r -> r.name() == ComparisonName.SLOPE_RATIO)
        .extracting(r -> r.condition().intervention() + " " + Math.round(10 * r.value()))
        .containsExactly("v 8", "v-own 6");
    assertThat(results)
        .filteredOn(r -> r.name() == ComparisonName.EFFECT_DIFFERENCE)
        .allMatch(r -> r.condition().intervention().equals("v"));
  }

  /** A file that happens to be called so is a vector like any other. */
  @Test
  void aNameAloneMakesNoVectorAModelsOwn() {
    double[][] reference = random(8, 0.5, 0.1);
    List<ScoreRow> rows = scores("f16", reference);
    rows.addAll(scores("q4", scaled(reference, 0.8)));
    scores("q4", "v-own", scaled(reference, 0.6)).stream()
        .filter(row -> !row.condition().isBaseline())
        .forEach(rows::add);
    assertThat(Comparison.of(rows, List.of(), Aggregation.MEAN, REFERENCES, Margin.TENTH))
        .noneMatch(r -> r.condition().intervention().equals("v-own"));
  }

  @Test
  void otherPairsThanTheReferencesAreRefused() {
    double[][] reference = random(9, 0.5, 0.1);
    double[][] fewer = Arrays.copyOf(reference, 29);
    assertThatThrownBy(() -> compare(reference, fewer))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("q4, b, baseline")
        .hasMessageContaining("reference f16");
  }

  @Test
  void modelsWithoutReferenceAreNotCompared() {
    double[][] model = random(1, 0.5, 0.1);
    List<ScoreRow> rows = scores("f16", model);
    assertThat(Comparison.of(rows, List.of(), Aggregation.MEAN, Map.of(), Margin.TENTH)).isEmpty();
    assertThat(
            Comparison.of(rows, List.of(), Aggregation.MEAN, Map.of("f16", "lost"), Margin.TENTH))
        .isEmpty();
  }

  /** src/test/resources/golden/comparison/make_comparison.py makes these with SciPy. */
  @Test
  void figuresAreThoseOfSciPy() throws IOException {
    JsonNode golden =
        new ObjectMapper()
            .readTree(Path.of("src/test/resources/golden/comparison/comparison.json").toFile());
    List<ComparisonResult> results =
        compare(matrix(golden.path("reference")), matrix(golden.path("model")));
    JsonNode slope = golden.path("slope");
    near(slope(results, ComparisonName.REFERENCE_SLOPE).value(), slope.path("reference"));
    near(
        slope(results, ComparisonName.REFERENCE_SLOPE).low(),
        slope.path("reference_interval").path(0));
    near(slope(results, ComparisonName.SLOPE).value(), slope.path("model"));
    near(slope(results, ComparisonName.SLOPE_DIFFERENCE).value(), slope.path("difference"));
    near(slope(results, ComparisonName.SLOPE_DIFFERENCE).p(), slope.path("p"));
    near(slope(results, ComparisonName.SLOPE_EQUIVALENCE).value(), slope.path("margin"));
    near(slope(results, ComparisonName.SLOPE_EQUIVALENCE).p(), slope.path("tost"));
    ComparisonResult ratio = slope(results, ComparisonName.SLOPE_RATIO);
    near(ratio.value(), slope.path("ratio"));
    // Fieller's interval is another method for the same thing
    Offset<Double> method = within(0.005);
    assertThat(ratio.low()).isCloseTo(slope.path("fieller").path(0).asDouble(), method);
    assertThat(ratio.high()).isCloseTo(slope.path("fieller").path(1).asDouble(), method);
    near(
        find(results, ComparisonName.BASELINE_DIFFERENCE, 0).p(),
        golden.path("baseline").path("p"));
    for (int k = 0; k < 3; k++) {
      conditionIs(results, COEFFICIENTS[k + 1], golden.path("conditions").path(k));
    }
  }

  private static void conditionIs(List<ComparisonResult> results, double c, JsonNode golden) {
    ComparisonResult difference = find(results, ComparisonName.EFFECT_DIFFERENCE, c);
    near(difference.value(), golden.path("difference"));
    near(difference.p(), golden.path("p"));
    near(difference.holm(), golden.path("p_holm"));
    near(find(results, ComparisonName.EFFECT_EQUIVALENCE, c).value(), golden.path("margin"));
    near(find(results, ComparisonName.EFFECT_EQUIVALENCE, c).p(), golden.path("tost"));
    near(find(results, ComparisonName.EFFECT_EQUIVALENCE, c).holm(), golden.path("tost_holm"));
    near(find(results, ComparisonName.EFFECT_WILCOXON, c).p(), golden.path("wilcoxon"));
    near(find(results, ComparisonName.EFFECT_WILCOXON, c).holm(), golden.path("wilcoxon_holm"));
    ComparisonResult correlation = find(results, ComparisonName.EFFECT_CORRELATION, c);
    near(correlation.value(), golden.path("correlation"));
    near(correlation.low(), golden.path("correlation_interval").path(0));
    near(correlation.high(), golden.path("correlation_interval").path(1));
    near(
        find(results, ComparisonName.PRECISION_FLIPS_TO_POSITIVE, c).value(),
        golden.path("to_positive"));
    near(
        find(results, ComparisonName.PRECISION_FLIPS_TO_NEGATIVE, c).value(),
        golden.path("to_negative"));
    near(find(results, ComparisonName.PRECISION_FLIPS_MCNEMAR, c).p(), golden.path("mcnemar"));
  }

  private static void near(Double actual, JsonNode expected) {
    double value = expected.asDouble();
    assertThat(actual).isCloseTo(value, within(1e-10 * Math.max(1e-3, Math.abs(value))));
  }

  private static double[][] matrix(JsonNode rows) {
    double[][] matrix = new double[rows.size()][];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = new double[rows.path(i).size()];
      for (int k = 0; k < matrix[i].length; k++) {
        matrix[i][k] = rows.path(i).path(k).asDouble();
      }
    }
    return matrix;
  }
}
