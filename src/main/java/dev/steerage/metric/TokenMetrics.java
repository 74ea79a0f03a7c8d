package dev.steerage.metric;

import dev.steerage.InputException;
import dev.steerage.Parallel;
import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.Shift;
import dev.steerage.runlog.TokenRow;
import dev.steerage.statistics.ClusteredMean;
import dev.steerage.statistics.Clusters;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the continuations' tokens, from the token files of a run folder: perplexity, and how
 * far whole distributions are from the baseline's and the reference model's.
 */
public final class TokenMetrics {
  private static final DivergenceSample.Names FROM_BASELINE =
      new DivergenceSample.Names(
          MetricName.KL_MEAN,
          MetricName.KL_STANDARD_ERROR,
          MetricName.KL_QUANTILE,
          MetricName.SAME_TOP_SHARE,
          MetricName.TARGET_PROBABILITY_RMS);
  private static final DivergenceSample.Names FROM_REFERENCE =
      new DivergenceSample.Names(
          MetricName.REFERENCE_KL_MEAN,
          MetricName.REFERENCE_KL_STANDARD_ERROR,
          MetricName.REFERENCE_KL_QUANTILE,
          MetricName.REFERENCE_SAME_TOP_SHARE,
          MetricName.REFERENCE_TARGET_PROBABILITY_RMS);

  private final RunFolder run;
  private final Map<String, String> references;
  private final TokenUnits units = new TokenUnits();
  private final Map<Condition, Map<Pole, Integer>> counts = new LinkedHashMap<>();
  private final TokenCellReader cells;

  /** Those of one behavior, whose cells are compared with each other alone. */
  private TokenMetrics(RunFolder run, Map<String, String> references) {
    this.run = run;
    this.references = references;
    this.cells = new TokenCellReader(run);
  }

  /**
   * Metrics of the conditions that have scores, in their order; those whose token files are
   * missing, and random directions, are passed over.
   *
   * @param scores of the same run
   * @param references name of the reference model by model
   * @throws InputException if a token file is broken, or two that are compared are not of the same
   *     tokens
   */
  public static List<MetricResult> of(
      RunFolder run, List<ScoreRow> scores, Map<String, String> references) {
    Map<String, TokenMetrics> behaviors = new LinkedHashMap<>();
    Map<Condition, List<MetricResult>> results = new LinkedHashMap<>();
    for (ScoreRow row : scores) {
      behaviors
          .computeIfAbsent(row.condition().behavior(), b -> new TokenMetrics(run, references))
          .see(row);
      results.putIfAbsent(row.condition(), List.of());
    }
    Parallel.inOrder(behaviors.values(), TokenMetrics::all, results::putAll);
    return results.values().stream().flatMap(List::stream).toList();
  }

  private void see(ScoreRow row) {
    units.see(row);
    counts
        .computeIfAbsent(row.condition(), c -> new EnumMap<>(Pole.class))
        .merge(row.pole(), row.tokens(), Integer::sum);
  }

  private Map<Condition, List<MetricResult>> all() {
    List<String> names = counts.keySet().stream().map(Condition::condition).distinct().toList();
    Map<Condition, List<MetricResult>> results = new HashMap<>();
    counts.keySet().stream()
        .filter(c -> !c.isRandomDirection() && run.holds(c, 0))
        // so that what they are compared with is read once
        .sorted(
            Comparator.comparing((Condition c) -> names.indexOf(c.condition()))
                .thenComparing(c -> !references.containsValue(c.model())))
        .forEach(condition -> results.put(condition, of(condition)));
    return results;
  }

  private List<MetricResult> of(Condition condition) {
    ResultRows rows = new ResultRows(condition, Aggregation.MEAN);
    Tokens positive = new Tokens(count(condition, Pole.POSITIVE));
    Tokens negative = new Tokens(count(condition, Pole.NEGATIVE));
    boolean[] isCompared = new boolean[2];
    eachPart(
        condition,
        (tokens, part) -> {
          for (TokenRow token : tokens) {
            Tokens pole = token.pole() == Pole.POSITIVE ? positive : negative;
            pole.add(units.of(token), -token.logprob());
            isCompared[0] |= token.fromBaseline() != null;
            isCompared[1] |= token.fromReference() != null;
          }
        });
    addPerplexity(MetricName.PERPLEXITY_POSITIVE, positive, rows);
    addPerplexity(MetricName.PERPLEXITY_NEGATIVE, negative, rows);
    // one after the other: each needs memory for every token
    if (isCompared[0]) {
      Condition baseline = Condition.baseline(condition.model(), condition.behavior());
      sample(condition, TokenRow::fromBaseline, baseline).addTo(rows, FROM_BASELINE);
    }
    if (isCompared[1]) {
      Condition reference = condition.on(references.getOrDefault(condition.model(), ""));
      sample(condition, TokenRow::fromReference, reference).addTo(rows, FROM_REFERENCE);
    }
    return rows.rows();
  }

  /** As the scores have them; a guess where they don't. */
  private int count(Condition condition, Pole pole) {
    return counts.getOrDefault(condition, Map.of()).getOrDefault(pole, 0);
  }

  private void eachPart(Condition condition, ObjIntConsumer<List<TokenRow>> each) {
    units.beginCell();
    for (int part = 0; run.holds(condition, part); part++) {
      units.beginPart();
      each.accept(cells.rows(condition, part), part);
    }
  }

  /** The tokens of a cell that were compared with another's. */
  private DivergenceSample sample(
      Condition condition, Function<TokenRow, @Nullable Shift> shifts, Condition compared) {
    return new DivergenceSample(
        count(condition, Pole.POSITIVE) + count(condition, Pole.NEGATIVE),
        visitor ->
            eachPart(
                condition,
                (tokens, part) -> {
                  if (tokens.stream().anyMatch(token -> shifts.apply(token) != null)) {
                    show(tokens, shifts, read(compared, part, tokens), visitor);
                  }
                }));
  }

  private void show(
      List<TokenRow> tokens,
      Function<TokenRow, @Nullable Shift> shifts,
      TokenTargets others,
      DivergenceSample.Visitor visitor) {
    for (int i = 0; i < tokens.size(); i++) {
      TokenRow token = tokens.get(i);
      Shift shift = shifts.apply(token);
      if (shift != null) {
        visitor.see(units.of(token), shift, token.logprob(), others.logprob(i));
      }
    }
  }

  /** A part of another cell over the same continuations. */
  private TokenTargets read(Condition other, int part, List<TokenRow> tokens) {
    if (!run.holds(other, part)) {
      throw broken(other);
    }
    TokenTargets targets = cells.targets(other, part);
    if (!targets.areOf(tokens)) {
      throw broken(other);
    }
    return targets;
  }

  private InputException broken(Condition other) {
    return InputException.in(
        run.folder(),
        "the tokens of %s are missing or not those of what is compared with them; run the evaluation again"
            .formatted(PairScoresReader.name(other)));
  }

  /** exp of the mean −logprob over a pole's tokens, with an interval over pairs in the exponent. */
  private static void addPerplexity(MetricName name, Tokens surprise, ResultRows rows) {
    if (surprise.size() == 0) {
      return;
    }
    Clusters units = surprise.clusters();
    ClusteredMean mean = ClusteredMean.of(surprise.take(), units);
    rows.add(
        name,
        Math.exp(mean.mean()),
        DivergenceSample.transformed(mean.interval(), Math::exp),
        units.size(),
        ResultRows.ONE);
  }
}
