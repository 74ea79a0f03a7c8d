package dev.steerage.metric;

import dev.steerage.runlog.Condition;
import dev.steerage.statistics.Slope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One intervention at one layer over its coefficients, on one model and behavior.
 *
 * @param baseline its coefficient is 0
 * @param steered by coefficient, in the order of the scores
 */
record SlopeSeries(PairScores baseline, Map<Double, PairScores> steered) {
  private record Key(String intervention, @Nullable Integer layer) {}

  /** The series of a group, random directions and unknown coefficients left out. */
  static List<SlopeSeries> of(ScoreGroup group) {
    Map<Key, Map<Double, PairScores>> series = new LinkedHashMap<>();
    for (PairScores scores : group.steered()) {
      Condition c = scores.condition();
      if (!c.isRandomDirection() && Double.isFinite(c.coefficient()) && c.coefficient() != 0) {
        series
            .computeIfAbsent(new Key(c.intervention(), c.layer()), key -> new LinkedHashMap<>())
            .put(c.coefficient(), scores);
      }
    }
    return series.values().stream().map(s -> new SlopeSeries(group.baseline(), s)).toList();
  }

  private Condition any() {
    return steered.values().iterator().next().condition();
  }

  String intervention() {
    return any().intervention();
  }

  @Nullable Integer layer() {
    return any().layer();
  }

  /** The series as a whole, as a condition of no single coefficient. */
  Condition condition() {
    String name = layer() == null ? intervention() : intervention() + "-layer" + layer();
    Condition c = any();
    return new Condition(c.model(), c.behavior(), name, c.intervention(), c.layer(), Double.NaN);
  }

  /**
   * Slope of each pair's propensity over coefficients, the baseline's 0 among them, [pair], in the
   * unit of the log-likelihoods for a coefficient of 1 (Tan et al. 2024, arXiv 2407.12404).
   *
   * @param coefficients of this series, at least one
   */
  double[] slopes(List<Double> coefficients) {
    double[] x = new double[coefficients.size() + 1];
    List<double[]> y = new ArrayList<>(List.of(baseline.propensities()));
    for (int i = 0; i < coefficients.size(); i++) {
      double coefficient = coefficients.get(i);
      x[i + 1] = coefficient;
      y.add(Objects.requireNonNull(steered.get(coefficient)).propensities());
    }
    return Slope.ofEach(x, y.toArray(double[][]::new));
  }

  /** Coefficients that another series has too. */
  List<Double> common(SlopeSeries other) {
    return steered.keySet().stream().filter(other.steered::containsKey).toList();
  }
}
