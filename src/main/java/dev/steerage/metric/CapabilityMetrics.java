package dev.steerage.metric;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputException;
import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.likelihood.ChoiceNormalization;
import dev.steerage.runlog.CapabilityFolder;
import dev.steerage.runlog.ChoiceRow;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.statistics.ExactTests;
import dev.steerage.statistics.Interval;
import dev.steerage.statistics.Sample;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Capabilities, from the choices in a run folder: the share of questions answered rightly, steered
 * and not, and the questions whose answer changes. The set's name stands where that of a behavior
 * stands in other metrics; the normalization is {@value #LETTER} where letters were asked for, and
 * one of {@link ChoiceNormalization} for texts, all of which are there, the one asked for first.
 */
public final class CapabilityMetrics {
  /** What the names of all of these metrics begin with. */
  public static final String PREFIX = "capability_";

  /** The normalization of letters, which are as long as each other. */
  public static final String LETTER = "letter";

  private static final String SHARE = ResultRows.SHARE;
  private static final String QUESTIONS = "questions";

  private final RunFolder run;
  private final CapabilityFolder folder;

  private CapabilityMetrics(RunFolder run) {
    this.run = run;
    this.folder = new CapabilityFolder(run);
  }

  /**
   * Metrics of a run, condition by condition; those without a file are passed over.
   *
   * @throws InputException if a file is broken, or two that are compared are not of the same
   *     questions
   */
  public static List<MetricResult> of(RunFolder run) {
    CapabilityMetrics metrics = new CapabilityMetrics(run);
    List<MetricResult> results = new ArrayList<>();
    @Nullable AnsweredQuestions baseline = null;
    for (Condition condition : metrics.folder.readConditions()) {
      Optional<List<ChoiceRow>> rows = metrics.folder.read(condition);
      if (condition.isBaseline()) {
        baseline = rows.map(AnsweredQuestions::of).orElse(null);
      }
      if (rows.isPresent()) {
        results.addAll(metrics.of(condition, AnsweredQuestions.of(rows.get()), baseline));
      }
    }
    return results;
  }

  private List<MetricResult> of(
      Condition condition, AnsweredQuestions steered, @Nullable AnsweredQuestions baseline) {
    List<MetricResult> results = new ArrayList<>();
    AnsweredQuestions before = condition.isBaseline() ? null : baseline;
    if (!condition.isBaseline() && (before == null || !before.isOfSame(steered))) {
      throw InputException.in(
          run.folder(),
          "the questions of %s are missing or not those of its baseline; run the evaluation again"
              .formatted(PairScoresReader.name(condition)));
    }
    if (steered.answer() == ChoiceAnswer.LETTER) {
      Rows rows = new Rows(condition, LETTER, results);
      rows.addAnswers(steered, before, ChoiceNormalization.NONE);
      rows.addMass(steered, before);
      return results;
    }
    for (ChoiceNormalization by : normalizations(condition.behavior())) {
      Rows rows = new Rows(condition, by.word(), results);
      rows.addAnswers(steered, before, by);
      if (by == ChoiceNormalization.NONE) {
        rows.addMass(steered, before);
      }
    }
    return results;
  }

  /** All of them, the one that was asked for first. */
  private Set<ChoiceNormalization> normalizations(String set) {
    Set<ChoiceNormalization> all = new LinkedHashSet<>();
    for (JsonNode entry : run.readProvenance().path("capabilities")) {
      EnumSet.allOf(ChoiceNormalization.class).stream()
          .filter(by -> entry.path("name").asText().equals(set))
          .filter(by -> entry.path("normalization").asText().equals(by.word()))
          .forEach(all::add);
    }
    all.add(ChoiceNormalization.BYTES);
    all.addAll(EnumSet.allOf(ChoiceNormalization.class));
    return all;
  }

  /** Collects the rows of a condition in one normalization. */
  private record Rows(Condition condition, String normalization, List<MetricResult> results) {
    void addAnswers(
        AnsweredQuestions steered, @Nullable AnsweredQuestions before, ChoiceNormalization by) {
      boolean[] right = steered.right(by);
      int n = right.length;
      int count = 0;
      for (boolean each : right) {
        count += each ? 1 : 0;
      }
      add(MetricName.CAPABILITY_ACCURACY, (double) count / n, Interval.ofShare(count, n), n, SHARE);
      if (before == null) {
        return;
      }
      boolean[] was = before.right(by);
      double[] change = new double[n];
      int toCorrect = 0;
      int toWrong = 0;
      for (int i = 0; i < n; i++) {
        toCorrect += right[i] && !was[i] ? 1 : 0;
        toWrong += was[i] && !right[i] ? 1 : 0;
        change[i] = (right[i] ? 1 : 0) - (was[i] ? 1 : 0);
      }
      addMean(MetricName.CAPABILITY_ACCURACY_CHANGE, Sample.over(change));
      add(MetricName.CAPABILITY_FLIPS_TO_CORRECT, toCorrect, null, n, QUESTIONS);
      add(MetricName.CAPABILITY_FLIPS_TO_WRONG, toWrong, null, n, QUESTIONS);
      double p = ExactTests.mcNemar(toCorrect, toWrong);
      add(MetricName.CAPABILITY_MCNEMAR_P, p, null, n, ResultRows.ONE);
    }

    void addMass(AnsweredQuestions steered, @Nullable AnsweredQuestions before) {
      if (!steered.hasSeveralCorrect()) {
        return;
      }
      double[] mass = steered.trueMass();
      addMean(MetricName.CAPABILITY_TRUE_MASS, Sample.of(mass));
      if (before != null) {
        addMean(
            MetricName.CAPABILITY_TRUE_MASS_CHANGE, Sample.ofDifferences(mass, before.trueMass()));
      }
    }

    private void addMean(MetricName name, Sample sample) {
      add(name, sample.mean(), Interval.ofMean(sample), sample.size(), SHARE);
    }

    private void add(
        MetricName name, double value, @Nullable Interval interval, int n, String unit) {
      results.add(
          new MetricResult(
              name.word(),
              normalization,
              condition,
              null,
              value,
              interval == null ? null : interval.low(),
              interval == null ? null : interval.high(),
              n,
              unit));
    }
  }
}
