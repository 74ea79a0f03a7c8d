package dev.steerage.metric;

import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.Shift;
import dev.steerage.runlog.TokenRow;
import dev.steerage.statistics.Interval;
import dev.steerage.statistics.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<Pair, String> prompts = new HashMap<>();
  private @Nullable Condition lastBaseline;
  private List<TokenRow> lastTokens = List.of();

  /** A pair's id is unique in its behavior. */
  private record Pair(String behavior, String id) {}

  private TokenMetrics(RunFolder run, List<ScoreRow> scores, Map<String, String> references) {
    this.run = run;
    this.references = references;
    scores.forEach(
        row -> prompts.put(new Pair(row.condition().behavior(), row.pair()), row.cluster()));
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
    TokenMetrics metrics = new TokenMetrics(run, scores, references);
    List<MetricResult> results = new ArrayList<>();
    for (Condition condition : scores.stream().map(ScoreRow::condition).distinct().toList()) {
      if (!condition.isRandomDirection() && run.holds(condition, 0)) {
        results.addAll(metrics.of(condition));
      }
    }
    return results;
  }

  private List<MetricResult> of(Condition condition) {
    ResultRows rows = new ResultRows(condition, Aggregation.MEAN);
    List<TokenRow> tokens = run.readTokens(condition);
    addPerplexity(condition, MetricName.PERPLEXITY_POSITIVE, Pole.POSITIVE, tokens, rows);
    addPerplexity(condition, MetricName.PERPLEXITY_NEGATIVE, Pole.NEGATIVE, tokens, rows);
    DivergenceSample fromBaseline = new DivergenceSample();
    DivergenceSample fromReference = new DivergenceSample();
    Condition baseline = Condition.baseline(condition.model(), condition.behavior());
    List<TokenRow> unsteered =
        tokens.stream().anyMatch(token -> token.fromBaseline() != null)
            ? read(baseline, tokens)
            : tokens;
    List<TokenRow> referred =
        tokens.stream().anyMatch(token -> token.fromReference() != null)
            ? read(condition.on(references.getOrDefault(condition.model(), "")), tokens)
            : tokens;
    for (int i = 0; i < tokens.size(); i++) {
      add(condition, fromBaseline, tokens.get(i), tokens.get(i).fromBaseline(), unsteered.get(i));
      add(condition, fromReference, tokens.get(i), tokens.get(i).fromReference(), referred.get(i));
    }
    fromBaseline.addTo(rows, FROM_BASELINE);
    fromReference.addTo(rows, FROM_REFERENCE);
    return rows.rows();
  }

  /** What the token's pair is independent of others by: its prompt. */
  private String unit(Condition condition, TokenRow token) {
    return prompts.getOrDefault(new Pair(condition.behavior(), token.pair()), token.pair());
  }

  private void add(
      Condition condition,
      DivergenceSample sample,
      TokenRow token,
      @Nullable Shift shift,
      TokenRow other) {
    if (shift != null) {
      sample.add(unit(condition, token), shift, token.logprob(), other.logprob());
    }
  }

  /** The rows of another cell over the same continuations. */
  private List<TokenRow> read(Condition other, List<TokenRow> tokens) {
    if (!run.holds(other, 0)) {
      throw broken(other);
    }
    List<TokenRow> rows = other.isBaseline() ? baseline(other) : run.readTokens(other);
    if (rows.size() != tokens.size()) {
      throw broken(other);
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).tokenId() != tokens.get(i).tokenId()
          || !rows.get(i).pair().equals(tokens.get(i).pair())) {
        throw broken(other);
      }
    }
    return rows;
  }

  /** Read once for all conditions that are compared with it: they come one after the other. */
  private List<TokenRow> baseline(Condition condition) {
    if (!condition.equals(lastBaseline)) {
      lastTokens = run.readTokens(condition);
      lastBaseline = condition;
    }
    return lastTokens;
  }

  private InputException broken(Condition other) {
    return InputException.in(
        run.folder(),
        "the tokens of %s are missing or not those of what is compared with them; run the evaluation again"
            .formatted(PairScoresReader.name(other)));
  }

  /** exp of the mean −logprob over a pole's tokens, with an interval over pairs in the exponent. */
  private void addPerplexity(
      Condition condition, MetricName name, Pole pole, List<TokenRow> all, ResultRows rows) {
    List<TokenRow> tokens = all.stream().filter(token -> token.pole() == pole).toList();
    if (tokens.isEmpty()) {
      return;
    }
    double[] surprise = tokens.stream().mapToDouble(token -> -token.logprob()).toArray();
    Interval interval =
        DivergenceSample.overUnits(
            tokens.stream().map(token -> unit(condition, token)).toList(), surprise, Math::exp);
    rows.add(name, Math.exp(Sample.of(surprise).mean()), interval, tokens.size(), ResultRows.ONE);
  }
}
