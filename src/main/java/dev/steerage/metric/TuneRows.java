package dev.steerage.metric;

import dev.steerage.InputException;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.CostBudget;
import dev.steerage.runlog.HalfMean;
import dev.steerage.runlog.NeutralFolder;
import dev.steerage.runlog.NeutralRow;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.Shift;
import dev.steerage.runlog.TuneFile;
import dev.steerage.runlog.TuneRow;
import dev.steerage.statistics.ClusteredMean;
import dev.steerage.statistics.Clusters;
import dev.steerage.statistics.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Effects and costs of a run's conditions on two halves. Prompts number 0, 2, 4… in the order of
 * the pairs, and chunks number 0, 2, 4… of the neutral text, are seen by a search; the others are
 * held out. Intervals are Student's, over prompts and over chunks.
 */
final class TuneRows {
  private static final double PER_CENT = 100;

  private final CostBudget.Kind kind;
  private final NeutralFolder neutral;
  private final Map<Condition, TuneRow> known = new HashMap<>();
  private final Map<Condition, List<NeutralRow>> baselines = new HashMap<>();

  private TuneRows(RunFolder run, CostBudget.Kind kind) {
    this.kind = kind;
    this.neutral = new NeutralFolder(run);
    TuneFile.read(run.folder()).forEach(row -> known.put(row.condition(), row));
  }

  /**
   * One a condition but the baselines, in the order of a report. A cost whose file is not there, as
   * in a run that was published without the neutral text's tokens, is that of {@code tune.csv}.
   *
   * @throws InputException if scores or a file of the neutral text are broken
   */
  static List<TuneRow> of(
      RunFolder run, List<ScoreRow> scores, Aggregation aggregation, CostBudget.Kind kind) {
    TuneRows rows = new TuneRows(run, kind);
    List<TuneRow> all = new ArrayList<>();
    for (ScoreGroup group : ScoreGroup.of(scores, aggregation)) {
      int[] search = HeldOutChoice.half(group.baseline(), 0);
      int[] heldOut = HeldOutChoice.half(group.baseline(), 1);
      for (PairScores steered : group.steered()) {
        Costs costs = rows.costs(steered.condition());
        all.add(
            new TuneRow(
                steered.condition(),
                effect(group.baseline(), steered, search),
                effect(group.baseline(), steered, heldOut),
                costs.search(),
                costs.limit(),
                costs.heldOut()));
      }
      rows.baselines.clear();
    }
    return all;
  }

  /** A mean in nats and how many it is of. */
  private record Mean(ClusteredMean of, int n) {}

  /** Null where there are none. */
  private record Costs(
      @Nullable HalfMean search, @Nullable Double limit, @Nullable HalfMean heldOut) {}

  private static HalfMean effect(PairScores baseline, PairScores steered, int[] pairs) {
    double[] before = baseline.propensities();
    double[] after = steered.propensities();
    List<String> prompts = baseline.prompts();
    return half(
        mean(
            Arrays.stream(pairs).mapToDouble(i -> after[i] - before[i]).toArray(),
            Clusters.of(Arrays.stream(pairs).mapToObj(prompts::get).toList())),
        DoubleUnaryOperator.identity());
  }

  private Costs costs(Condition condition) {
    Optional<List<NeutralRow>> tokens = neutral.read(condition);
    if (tokens.isEmpty()) {
      TuneRow before = known.get(condition);
      return before == null
          ? new Costs(null, null, null)
          : new Costs(before.searchCost(), before.costLimit(), before.heldOutCost());
    }
    List<NeutralRow> rows = tokens.get();
    double[] values =
        kind == CostBudget.Kind.KL ? divergences(rows) : rises(rows, baseline(condition));
    Mean search = mean(rows, values, 0);
    Mean heldOut = mean(rows, values, 1);
    return new Costs(shown(search), limit(search, heldOut), shown(heldOut));
  }

  private List<NeutralRow> baseline(Condition condition) {
    return baselines.computeIfAbsent(
        Condition.baseline(condition.model(), condition.behavior()),
        c -> neutral.read(c).orElse(List.of()));
  }

  private static double[] divergences(List<NeutralRow> rows) {
    return rows.stream()
        .mapToDouble(
            row -> {
              Shift shift = row.fromBaseline();
              return shift == null ? Double.NaN : shift.kl();
            })
        .toArray();
  }

  private static double[] rises(List<NeutralRow> rows, List<NeutralRow> before) {
    if (before.size() != rows.size()) {
      throw new InputException(
          "the neutral text's tokens of a baseline are missing or not those of its conditions; run the tune again");
    }
    return IntStream.range(0, rows.size())
        .mapToDouble(i -> before.get(i).logprob() - rows.get(i).logprob())
        .toArray();
  }

  /** Over the tokens of the chunks whose number has this remainder by 2; null without any. */
  private static @Nullable Mean mean(List<NeutralRow> rows, double[] values, int remainder) {
    Map<Integer, Integer> numbers = new HashMap<>();
    rows.forEach(row -> numbers.putIfAbsent(row.chunk(), numbers.size()));
    int[] half =
        IntStream.range(0, values.length)
            .filter(i -> numbers.getOrDefault(rows.get(i).chunk(), 0) % 2 == remainder)
            .toArray();
    return half.length == 0
        ? null
        : mean(
            Arrays.stream(half).mapToDouble(i -> values[i]).toArray(),
            Clusters.of(Arrays.stream(half).mapToObj(i -> rows.get(i).chunk()).toList()));
  }

  private static Mean mean(double[] values, Clusters clusters) {
    return new Mean(ClusteredMean.of(values, clusters), values.length);
  }

  private @Nullable HalfMean shown(@Nullable Mean mean) {
    return mean == null ? null : half(mean, this::cost);
  }

  private @Nullable Double limit(@Nullable Mean search, @Nullable Mean heldOut) {
    Interval interval = search == null ? null : search.of().interval();
    if (search == null || interval == null || heldOut == null) {
      return null;
    }
    double both = Math.sqrt(1 + (double) search.of().clusters() / heldOut.of().clusters());
    double middle = search.of().mean();
    return cost(middle + both * (interval.high() - middle));
  }

  /** In the unit of a budget, of a divergence or of a rise of the mean surprise, in nats. */
  private double cost(double nats) {
    return kind == CostBudget.Kind.KL ? nats : PER_CENT * Math.expm1(nats);
  }

  private static HalfMean half(Mean mean, DoubleUnaryOperator shown) {
    Interval interval = mean.of().interval();
    return new HalfMean(
        shown.applyAsDouble(mean.of().mean()),
        interval == null ? null : shown.applyAsDouble(interval.low()),
        interval == null ? null : shown.applyAsDouble(interval.high()),
        mean.n());
  }
}
