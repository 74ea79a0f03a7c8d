package dev.steerage.metric;

import dev.steerage.InputException;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.NeutralFolder;
import dev.steerage.runlog.NeutralRow;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Shift;
import dev.steerage.statistics.ClusteredMean;
import dev.steerage.statistics.Clusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Side effects, from the neutral text's tokens in a run folder: perplexity and its ratio to the
 * baseline's, as llama.cpp's llama-perplexity has them, and the figures of the divergence. Its
 * errors take tokens as independent; these intervals are over chunks, with all of their tokens.
 */
public final class NeutralMetrics {
  private static final DivergenceSample.Names FROM_BASELINE =
      new DivergenceSample.Names(
          MetricName.NEUTRAL_KL_MEAN,
          MetricName.NEUTRAL_KL_STANDARD_ERROR,
          MetricName.NEUTRAL_KL_QUANTILE,
          MetricName.NEUTRAL_SAME_TOP_SHARE,
          MetricName.NEUTRAL_TARGET_PROBABILITY_RMS);
  private static final DivergenceSample.Names FROM_REFERENCE =
      new DivergenceSample.Names(
          MetricName.NEUTRAL_REFERENCE_KL_MEAN,
          MetricName.NEUTRAL_REFERENCE_KL_STANDARD_ERROR,
          MetricName.NEUTRAL_REFERENCE_KL_QUANTILE,
          MetricName.NEUTRAL_REFERENCE_SAME_TOP_SHARE,
          MetricName.NEUTRAL_REFERENCE_TARGET_PROBABILITY_RMS);

  private final RunFolder run;
  private final NeutralFolder folder;
  private final Map<String, String> references;

  private NeutralMetrics(RunFolder run, Map<String, String> references) {
    this.run = run;
    this.folder = new NeutralFolder(run);
    this.references = references;
  }

  /**
   * Metrics of conditions, in their order; those without a file of the neutral text are passed
   * over.
   *
   * @param references name of the reference model by model
   * @throws InputException if a file is broken, or two that are compared are not of the same tokens
   */
  public static List<MetricResult> of(
      RunFolder run, List<Condition> conditions, Map<String, String> references) {
    NeutralMetrics metrics = new NeutralMetrics(run, references);
    List<MetricResult> results = new ArrayList<>();
    for (Condition condition : conditions) {
      metrics
          .folder
          .read(condition)
          .ifPresent(tokens -> results.addAll(metrics.of(condition, tokens)));
    }
    return results;
  }

  private List<MetricResult> of(Condition condition, List<NeutralRow> tokens) {
    ResultRows rows = new ResultRows(condition, Aggregation.MEAN);
    double[] surprise = surprise(tokens);
    addExponential(MetricName.NEUTRAL_PERPLEXITY, tokens, surprise, rows);
    if (tokens.stream().anyMatch(token -> token.fromBaseline() != null)) {
      Condition baseline = Condition.baseline(condition.model(), condition.behavior());
      List<NeutralRow> unsteered = read(baseline, tokens);
      double[] before = surprise(unsteered);
      double[] rise = new double[surprise.length];
      Arrays.setAll(rise, i -> surprise[i] - before[i]);
      addExponential(MetricName.NEUTRAL_PERPLEXITY_RATIO, tokens, rise, rows);
      sample(tokens, unsteered, true).addTo(rows, FROM_BASELINE);
    }
    if (tokens.stream().anyMatch(token -> token.fromReference() != null)) {
      List<NeutralRow> referred =
          read(condition.on(references.getOrDefault(condition.model(), "")), tokens);
      sample(tokens, referred, false).addTo(rows, FROM_REFERENCE);
    }
    return rows.rows();
  }

  private static double[] surprise(List<NeutralRow> tokens) {
    return tokens.stream().mapToDouble(token -> -token.logprob()).toArray();
  }

  /** exp of a mean over tokens, with an interval over chunks in the exponent. */
  private static void addExponential(
      MetricName name, List<NeutralRow> tokens, double[] values, ResultRows rows) {
    List<Integer> chunks = tokens.stream().map(NeutralRow::chunk).toList();
    ClusteredMean mean = ClusteredMean.of(values, Clusters.of(chunks));
    rows.add(
        name,
        Math.exp(mean.mean()),
        DivergenceSample.transformed(mean.interval(), Math::exp),
        values.length,
        ResultRows.ONE);
  }

  private static DivergenceSample sample(
      List<NeutralRow> tokens, List<NeutralRow> others, boolean isFromBaseline) {
    return new DivergenceSample(
        tokens.size(),
        visitor -> {
          Map<Integer, Integer> numbers = new HashMap<>(); // a file may count in any way
          for (int i = 0; i < tokens.size(); i++) {
            NeutralRow token = tokens.get(i);
            Shift shift = isFromBaseline ? token.fromBaseline() : token.fromReference();
            if (shift != null) {
              int unit = numbers.computeIfAbsent(token.chunk(), chunk -> numbers.size());
              visitor.see(unit, shift, token.logprob(), others.get(i).logprob());
            }
          }
        });
  }

  /** The rows of another condition over the same tokens. */
  private List<NeutralRow> read(Condition other, List<NeutralRow> tokens) {
    Optional<List<NeutralRow>> rows = folder.read(other);
    if (rows.isEmpty() || !areSame(rows.get(), tokens)) {
      throw InputException.in(
          run.folder(),
          "the neutral text's tokens of %s are missing or not those of what is compared with them; run the evaluation again"
              .formatted(PairScoresReader.name(other)));
    }
    return rows.get();
  }

  private static boolean areSame(List<NeutralRow> a, List<NeutralRow> b) {
    boolean isSame = a.size() == b.size();
    for (int i = 0; isSame && i < a.size(); i++) {
      isSame = a.get(i).chunk() == b.get(i).chunk() && a.get(i).tokenId() == b.get(i).tokenId();
    }
    return isSame;
  }
}
