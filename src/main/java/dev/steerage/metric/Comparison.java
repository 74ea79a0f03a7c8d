package dev.steerage.metric;

import dev.steerage.InputException;
import dev.steerage.Parallel;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.VectorRow;
import dev.steerage.statistics.ClusteredMean;
import dev.steerage.statistics.Correlation;
import dev.steerage.statistics.Interval;
import dev.steerage.statistics.WilcoxonSignedRank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Models against their references, such as quantized weights against full precision: the same
 * pairs, the same conditions, everything within the pairs. Each test is corrected over the whole
 * run ({@link HolmCorrection}), and the tests together give {@link Verdict}s.
 */
public final class Comparison {
  private final Margin margin;
  private final List<VectorRow> vectors;
  private final Aggregation aggregation;
  private final List<ComparisonResult> results = new ArrayList<>();

  private record Key(String model, String behavior) {}

  private Comparison(List<VectorRow> vectors, Margin margin, Aggregation aggregation) {
    this.vectors = List.copyOf(vectors);
    this.margin = margin;
    this.aggregation = aggregation;
  }

  /**
   * Compares every model that has a reference with it.
   *
   * @param rows scores of all
   * @param vectors those that the run has extracted on its models
   * @param references name of the reference by model; models without one are passed over
   * @param margin of equivalence; a share is taken of the reference's mean as it was measured, and
   *     the test then takes the margin as given
   * @throws InputException if scores are broken, or a model and its reference have other pairs
   */
  public static List<ComparisonResult> of(
      List<ScoreRow> rows,
      List<VectorRow> vectors,
      Aggregation aggregation,
      Map<String, String> references,
      Margin margin) {
    if (references.isEmpty()) {
      return List.of();
    }
    Map<Key, ScoreGroup> groups = new LinkedHashMap<>();
    for (ScoreGroup group : ScoreGroup.of(rows, aggregation)) {
      Condition c = group.baseline().condition();
      groups.put(new Key(c.model(), c.behavior()), group);
    }
    List<ComparisonResult> results = new ArrayList<>();
    Parallel.inOrder(
        groups.entrySet(),
        of -> {
          Comparison comparison = new Comparison(vectors, margin, aggregation);
          Key key = of.getKey();
          String name = String.valueOf(references.get(key.model()));
          ScoreGroup reference = groups.get(new Key(name, key.behavior()));
          if (reference != null) {
            comparison.compare(reference, of.getValue());
          }
          return comparison.results;
        },
        results::addAll);
    return HolmCorrection.apply(results);
  }

  private void compare(ScoreGroup reference, ScoreGroup group) {
    if (!reference.baseline().pairs().equals(group.baseline().pairs())) {
      throw new InputException(
          "%s: its pairs are not those of the reference %s; evaluate both on the same file"
              .formatted(
                  PairScoresReader.name(group.baseline().condition()),
                  reference.baseline().condition().model()));
    }
    List<Sweep> known = Sweep.ofAll(reference);
    for (Sweep series : Sweep.ofAll(group)) {
      known.stream()
          .filter(other -> isSameSteering(other, series))
          .findFirst()
          .ifPresent(other -> addSlopes(other, series));
      addCosine(reference.baseline(), series);
    }
    addLevels(reference.baseline(), group.baseline());
    for (PairScores scores : group.steered()) {
      reference.steered().stream()
          .filter(other -> isSame(other, scores))
          .findFirst()
          .ifPresent(other -> addEffects(reference, other, group, scores));
    }
    addOwnVectors(reference, group);
  }

  private static boolean isSame(PairScores a, PairScores b) {
    return !a.condition().isRandomDirection()
        && a.condition().condition().equals(b.condition().condition());
  }

  /** A model's own vector stands against the reference's own, which has the plain name there. */
  private boolean isSameSteering(Sweep reference, Sweep series) {
    Condition there = reference.condition();
    Condition here = series.condition();
    return Objects.equals(there.layer(), here.layer())
        && (here.intervention().equals(there.intervention()) || isOwn(here, there.intervention()));
  }

  private boolean isOwn(Condition condition, String vector) {
    return condition.intervention().equals(Condition.own(vector))
        && vectors.stream().anyMatch(row -> row.intervention().equals(vector));
  }

  private void addCosine(PairScores reference, Sweep series) {
    Condition c = series.condition();
    for (VectorRow row : vectors) {
      Double cosine = row.cosine();
      if (cosine != null
          && isOwn(c, row.intervention())
          && row.model().equals(c.model())
          && Objects.equals(row.layer(), c.layer())) {
        new Rows(reference, c, series.baseline().size())
            .add(ComparisonName.OWN_VECTOR_COSINE, cosine, null, ResultRows.ONE, null);
      }
    }
  }

  private void addSlopes(Sweep reference, Sweep series) {
    Optional<Sweep> there = reference.within(series);
    Optional<Sweep> here = series.within(reference);
    if (there.isEmpty() || here.isEmpty()) {
      return;
    }
    PairedDifference slopes =
        new PairedDifference(
            there.get().slopes(), here.get().slopes(), series.baseline().clusters());
    Rows rows = new Rows(reference.baseline(), series.condition(), slopes.size());
    rows.addSlope(ComparisonName.REFERENCE_SLOPE, slopes.ofReference());
    rows.addSlope(ComparisonName.SLOPE, slopes.ofModel());
    rows.add(
        ComparisonName.SLOPE_DIFFERENCE,
        slopes.mean(),
        slopes.interval(),
        slopeUnit(),
        slopes.pValue());
    Interval of = slopes.ofReference().interval();
    if (slopes.isZero() || (of != null && (of.low() > 0 || of.high() < 0))) {
      rows.add(
          ComparisonName.SLOPE_RATIO,
          slopes.isZero() ? 1 : slopes.ratio(),
          slopes.isZero() ? new Interval(1, 1) : slopes.ratioInterval(),
          ResultRows.ONE,
          null);
    }
    double within = margin.of(slopes.ofReference().mean());
    rows.add(
        ComparisonName.SLOPE_EQUIVALENCE, within, null, slopeUnit(), slopes.equivalence(within));
  }

  private void addLevels(PairScores reference, PairScores baseline) {
    PairedDifference levels =
        new PairedDifference(
            reference.propensities(), baseline.propensities(), baseline.clusters());
    Rows rows = new Rows(reference, baseline.condition(), levels.size());
    rows.add(
        ComparisonName.BASELINE_DIFFERENCE,
        levels.mean(),
        levels.interval(),
        nats(),
        levels.pValue());
    addFlips(reference, baseline, rows);
  }

  private void addEffects(
      ScoreGroup reference, PairScores referred, ScoreGroup group, PairScores scores) {
    double[] before = effects(reference.baseline(), referred);
    double[] now = effects(group.baseline(), scores);
    PairedDifference effects = new PairedDifference(before, now, scores.clusters());
    Rows rows = new Rows(referred, scores.condition(), effects.size());
    rows.add(
        ComparisonName.EFFECT_DIFFERENCE,
        effects.mean(),
        effects.interval(),
        nats(),
        effects.pValue());
    WilcoxonSignedRank ranks = effects.wilcoxon();
    rows.add(
        ComparisonName.EFFECT_WILCOXON,
        ranks.positiveRanks(),
        null,
        ResultRows.ONE,
        ranks.pValue());
    double within = margin.of(effects.ofReference().mean());
    rows.add(ComparisonName.EFFECT_EQUIVALENCE, within, null, nats(), effects.equivalence(within));
    Correlation correlation = Correlation.pearson(now, before);
    if (correlation != null) {
      rows.add(
          ComparisonName.EFFECT_CORRELATION,
          correlation.value(),
          correlation.interval(),
          ResultRows.ONE,
          correlation.pValue());
    }
    addFlips(referred, scores, rows);
  }

  private static double[] effects(PairScores baseline, PairScores steered) {
    double[] before = baseline.propensities();
    double[] effects = steered.propensities();
    Arrays.setAll(effects, i -> effects[i] - before[i]);
    return effects;
  }

  private static void addFlips(PairScores reference, PairScores scores, Rows rows) {
    Flips flips = Flips.of(reference, scores);
    String unit = ResultRows.PAIRS;
    rows.add(ComparisonName.PRECISION_FLIPS_TO_POSITIVE, flips.toPositive(), null, unit, null);
    rows.add(ComparisonName.PRECISION_FLIPS_TO_NEGATIVE, flips.toNegative(), null, unit, null);
    rows.add(
        ComparisonName.PRECISION_FLIPS_MCNEMAR,
        flips.toPositive() + flips.toNegative(),
        null,
        unit,
        flips.pValue());
  }

  /** The vector extracted on a model against the reference's, both on the model. */
  private void addOwnVectors(ScoreGroup reference, ScoreGroup group) {
    for (PairScores own : group.steered()) {
      Condition c = own.condition();
      group.steered().stream()
          .filter(other -> c.isOwnOf(other.condition()))
          .filter(
              other ->
                  vectors.stream()
                      .anyMatch(row -> row.intervention().equals(other.condition().intervention())))
          .findFirst()
          .ifPresent(
              other -> {
                PairedDifference effects =
                    new PairedDifference(
                        effects(group.baseline(), other),
                        effects(group.baseline(), own),
                        own.clusters());
                new Rows(reference.baseline(), c, effects.size())
                    .add(
                        ComparisonName.OWN_VECTOR_DIFFERENCE,
                        effects.mean(),
                        effects.interval(),
                        nats(),
                        effects.pValue());
              });
    }
  }

  private String nats() {
    return aggregation.unit();
  }

  private String slopeUnit() {
    return ResultRows.slopeUnit(aggregation);
  }

  /** Adds results about one condition. */
  private final class Rows {
    private final String reference;
    private final Condition condition;
    private final int n;

    Rows(PairScores reference, Condition condition, int n) {
      this.reference = reference.condition().model();
      this.condition = condition;
      this.n = n;
    }

    void addSlope(ComparisonName name, ClusteredMean mean) {
      add(name, mean.mean(), mean.interval(), slopeUnit(), null);
    }

    void add(
        ComparisonName name,
        double value,
        @Nullable Interval interval,
        String unit,
        @Nullable Double p) {
      results.add(
          new ComparisonResult(
              name,
              reference,
              condition,
              value,
              interval == null ? null : interval.low(),
              interval == null ? null : interval.high(),
              n,
              unit,
              p,
              null,
              null));
    }
  }
}
