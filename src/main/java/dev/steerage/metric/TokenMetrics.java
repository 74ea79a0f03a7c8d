package dev.steerage.metric;

import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Shift;
import dev.steerage.runlog.TokenRow;
import dev.steerage.statistics.Interval;
import dev.steerage.statistics.Sample;
import java.util.ArrayList;
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

  private TokenMetrics(RunFolder run, Map<String, String> references) {
    this.run = run;
    this.references = references;
  }

  /**
   * Metrics of conditions, in their order; those whose token files are missing, and random
   * directions, are passed over.
   *
   * @param references name of the reference model by model
   * @throws InputException if a token file is broken, or two that are compared are not of the same
   *     tokens
   */
  public static List<MetricResult> of(
      RunFolder run, List<Condition> conditions, Map<String, String> references) {
    TokenMetrics metrics = new TokenMetrics(run, references);
    List<MetricResult> results = new ArrayList<>();
    for (Condition condition : conditions) {
      if (!condition.isRandomDirection() && run.holds(condition, 0)) {
        results.addAll(metrics.of(condition));
      }
    }
    return results;
  }

  private List<MetricResult> of(Condition condition) {
    ResultRows rows = new ResultRows(condition, Aggregation.MEAN);
    List<TokenRow> tokens = run.readTokens(condition);
    addPerplexity(MetricName.PERPLEXITY_POSITIVE, Pole.POSITIVE, tokens, rows);
    addPerplexity(MetricName.PERPLEXITY_NEGATIVE, Pole.NEGATIVE, tokens, rows);
    DivergenceSample fromBaseline = new DivergenceSample();
    DivergenceSample fromReference = new DivergenceSample();
    Condition baseline = Condition.baseline(condition.model(), condition.behavior());
    List<TokenRow> unsteered =
        tokens.stream().anyMatch(token -> token.fromBaseline() != null)
            ? read(baseline, tokens)
            : tokens;
    List<TokenRow> referred =
        tokens.stream().anyMatch(token -> token.fromReference() != null)
            ? read(onReference(condition), tokens)
            : tokens;
    for (int i = 0; i < tokens.size(); i++) {
      add(fromBaseline, tokens.get(i), tokens.get(i).fromBaseline(), unsteered.get(i));
      add(fromReference, tokens.get(i), tokens.get(i).fromReference(), referred.get(i));
    }
    fromBaseline.addTo(rows, FROM_BASELINE);
    fromReference.addTo(rows, FROM_REFERENCE);
    return rows.rows();
  }

  private Condition onReference(Condition c) {
    return new Condition(
        references.getOrDefault(c.model(), ""),
        c.behavior(),
        c.condition(),
        c.intervention(),
        c.layer(),
        c.coefficient());
  }

  private static void add(
      DivergenceSample sample, TokenRow token, @Nullable Shift shift, TokenRow other) {
    if (shift != null) {
      sample.add(token.pair(), shift, token.logprob(), other.logprob());
    }
  }

  /** The rows of another cell over the same continuations. */
  private List<TokenRow> read(Condition other, List<TokenRow> tokens) {
    if (!run.holds(other, 0)) {
      throw broken(other);
    }
    List<TokenRow> rows = run.readTokens(other);
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

  private InputException broken(Condition other) {
    return InputException.in(
        run.folder(),
        "the tokens of %s are missing or not those of what is compared with them; run the evaluation again"
            .formatted(PairScoresReader.name(other)));
  }

  /** exp of the mean −logprob over a pole's tokens, with an interval over pairs in the exponent. */
  private static void addPerplexity(
      MetricName name, Pole pole, List<TokenRow> all, ResultRows rows) {
    List<TokenRow> tokens = all.stream().filter(token -> token.pole() == pole).toList();
    if (tokens.isEmpty()) {
      return;
    }
    double[] surprise = tokens.stream().mapToDouble(token -> -token.logprob()).toArray();
    Interval interval =
        DivergenceSample.overUnits(
            tokens.stream().map(TokenRow::pair).toList(), surprise, Math::exp);
    rows.add(name, Math.exp(Sample.of(surprise).mean()), interval, tokens.size(), ResultRows.ONE);
  }
}
