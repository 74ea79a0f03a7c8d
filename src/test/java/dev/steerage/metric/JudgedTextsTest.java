package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.dataset.Answer;
import dev.steerage.dataset.AnswerSet;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.MatchRow;
import dev.steerage.runlog.Rating;
import dev.steerage.runlog.RatingRow;
import dev.steerage.runlog.ScoreRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class JudgedTextsTest {
  /** t(0.975, 3). */
  private static final double T_OF_3 = 3.182446305284263;

  private static final Offset<Double> EXACT = within(1e-12);

  private static final String STEERED = "myopia-2";

  /** A rating with an expected value. */
  private static Rating rating(double expected) {
    return new Rating(1 - expected / 2, 0, expected / 2, 0.5);
  }

  private static RatingRow row(String condition, int item, double concept, double fluency) {
    String id = "pair" + item;
    return new RatingRow(condition, id, id, rating(concept), rating(1), rating(fluency));
  }

  private static JudgedTexts texts() {
    Map<String, List<RatingRow>> conditions = new LinkedHashMap<>();
    conditions.put(
        "baseline",
        List.of(
            row("baseline", 0, 0.5, 2),
            row("baseline", 1, 1, 2),
            row("baseline", 2, 0.25, 2),
            row("baseline", 3, 0, 2)));
    conditions.put(
        STEERED,
        List.of(
            row(STEERED, 3, 1, 0),
            row(STEERED, 2, 0.5, 1),
            row(STEERED, 1, 1.5, 1),
            row(STEERED, 0, 2, 1)));
    return new JudgedTexts("judge", "myopia", "baseline", conditions);
  }

  private static MetricResult find(
      List<MetricResult> results, String condition, JudgeMetric metric) {
    return results.stream()
        .filter(r -> r.condition().condition().equals(condition))
        .filter(r -> r.metric().equals(metric.word()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theScoreIsTheHarmonicMeanAnd0WhereARatingIs() {
    assertThat(row("a", 0, 2, 2).score()).isCloseTo(3 / (0.5 + 1 + 0.5), EXACT);
    assertThat(row("a", 0, 0.5, 2).score()).isCloseTo(3 / (2 + 1 + 0.5), EXACT);
    assertThat(row("a", 0, 0, 2).score()).isZero();
    assertThat(row("a", 0, 1, 1).score()).isCloseTo(1, EXACT);
  }

  @Test
  void levelsAndChangesAreMeansWithStudentsInterval() {
    List<MetricResult> results = texts().metrics();
    MetricResult concept = find(results, STEERED, JudgeMetric.JUDGED_CONCEPT);
    assertThat(concept.value()).isCloseTo(1.25, EXACT);
    assertThat(concept.n()).isEqualTo(4);
    MetricResult change = find(results, STEERED, JudgeMetric.JUDGED_CONCEPT_CHANGE);
    double[] changes = {1.5, 0.5, 0.25, 1};
    double mean = Arrays.stream(changes).average().orElseThrow();
    double squares = Arrays.stream(changes).map(c -> (c - mean) * (c - mean)).sum();
    double half = T_OF_3 * Math.sqrt(squares / 3 / 4);
    assertThat(change.value()).isCloseTo(mean, EXACT);
    assertThat(change.low()).isCloseTo(mean - half, within(1e-10));
    assertThat(change.high()).isCloseTo(mean + half, within(1e-10));
    assertThat(find(results, STEERED, JudgeMetric.JUDGED_SCORE_CHANGE).value())
        .isCloseTo(
            (0
                    - 0
                    + 3 / (2 + 1 + 1.0)
                    - 3 / (4 + 1 + 0.5)
                    + 3 / (1 / 1.5 + 1 + 1)
                    - 3 / (1 + 1 + 0.5)
                    + 3 / (0.5 + 1 + 1)
                    - 3 / (2 + 1 + 0.5))
                / 4,
            EXACT);
    assertThat(find(results, "baseline", JudgeMetric.JUDGED_FLUENCY_MASS).value())
        .isCloseTo(0.5, EXACT);
  }

  @Test
  void correlationsAreOfTheChangesOfTextAndPairsWithTheSamePrompt() {
    double[][] before = {{-1, -2, -3, -4}, {-1, -1, -1, -1}};
    double[][] after = {{-0.5, -1.8, -3, -3.4}, {-1, -1, -1.5, -1}};
    List<ScoreRow> scores = Scores.both(before, after);
    List<ContrastPair> pairs = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String prompt = i == 3 ? "prompt 2" : "prompt " + i; // two pairs with one prompt
      pairs.add(new ContrastPair("pair" + i, null, prompt, "yes", "no"));
      answers.add(new Answer("pair" + i, "a system prompt", "prompt " + i, "text"));
    }
    List<AnswerSet> sets =
        List.of(
            new AnswerSet(STEERED, Path.of("t"), answers),
            new AnswerSet("other", Path.of("t"), answers));
    List<MatchRow> matches = JudgedMatches.of(scores, Aggregation.MEAN, behavior -> pairs, sets);
    assertThat(matches).extracting(MatchRow::item).containsExactly("pair0", "pair1", "pair2");
    assertThat(matches).extracting(MatchRow::pairs).containsExactly(1, 1, 2);
    assertThat(matches.get(0).deltaPositive()).isCloseTo(0.5, EXACT);
    assertThat(matches.get(2).deltaPositive()).isCloseTo(0.3, EXACT);
    assertThat(matches.get(2).deltaPropensity()).isCloseTo(0.3 + 0.25, EXACT);

    List<JudgedCorrelation> correlations = JudgedCorrelation.of(texts(), matches);
    assertThat(correlations).hasSize(2).allMatch(c -> c.items() == 3);
    double[] ratings = {1.5, 0.5, 0.25};
    assertThat(correlations.get(0).metrics())
        .extracting(MetricResult::metric)
        .containsExactly("judged_concept_propensity_pearson", "judged_concept_propensity_spearman");
    assertThat(values(correlations.get(0)))
        .containsExactly(
            new double[] {pearson(ratings, new double[] {0.5, 0.2, 0.55}), -0.5}, EXACT);
    assertThat(correlations.get(1).metrics())
        .extracting(MetricResult::metric)
        .containsExactly("judged_concept_positive_pearson", "judged_concept_positive_spearman");
    assertThat(values(correlations.get(1)))
        .containsExactly(new double[] {pearson(ratings, new double[] {0.5, 0.2, 0.3}), 0.5}, EXACT);
  }

  private static double[] values(JudgedCorrelation correlation) {
    return correlation.metrics().stream().mapToDouble(MetricResult::value).toArray();
  }

  private static double pearson(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  @Test
  void everyMetricIsNamedInTheDescriptionOfRunFolders() throws IOException {
    String readme = Files.readString(Path.of("results/README.md"));
    for (JudgeMetric metric : JudgeMetric.values()) {
      assertThat(readme).contains("`" + metric.word() + "`");
    }
  }
}
