package dev.steerage.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreAgreementTest {
  private static ScoreRow on(String model, ScoreRow row) {
    return row.under(row.condition().on(model));
  }

  @Test
  void differencesAreOfTheSameTextUnderTheSameCondition() {
    List<ScoreRow> rows =
        new ArrayList<>(Scores.of(Scores.BASELINE, new double[] {-1, -2}, new double[] {-3, -4}));
    rows.addAll(Scores.of(Scores.STEERED, new double[] {-1, -2}, new double[] {-3, -4}));
    List<ScoreRow> both = new ArrayList<>(rows);
    rows.forEach(row -> both.add(on("other", row)));
    // of 8 texts two move, by 0.3 and −0.4; one more the reference does not have
    both.set(8, on("other", Scores.row(Scores.BASELINE, "pair0", Pole.POSITIVE, -0.7)));
    both.set(15, on("other", Scores.row(Scores.STEERED, "pair1", Pole.NEGATIVE, -4.4)));
    both.add(on("other", Scores.row(Scores.steered("myopia-3", 3), "pair0", Pole.POSITIVE, -9)));
    ScoreAgreement agreement =
        ScoreAgreement.of(both, Aggregation.MEAN, Map.of("other", "demo")).get(0);
    assertThat(agreement.texts()).isEqualTo(8);
    assertThat(agreement.equal()).isEqualTo(6);
    assertThat(agreement.greatest()).isCloseTo(0.4, within(1e-12));
    // √((0.09 + 0.16) / 8)
    assertThat(agreement.rms()).isCloseTo(Math.sqrt(0.25 / 8), within(1e-12));
    assertThat(agreement.unit()).isEqualTo("nats/token");
    // sums of two tokens
    assertThat(ScoreAgreement.of(both, Aggregation.SUM, Map.of("other", "demo")).get(0).greatest())
        .isCloseTo(0.8, within(1e-12));
    assertThat(ScoreAgreement.of(both, Aggregation.MEAN, Map.of("other", "third"))).isEmpty();
    assertThat(ScoreAgreement.of(both, Aggregation.MEAN, Map.of())).isEmpty();
  }

  @Test
  void randomDirectionsOfOtherSeedsAreNotTheSameText() {
    Condition random = new Condition("demo", "myopia", "random-1-of-v", "random-1-of-v", 2, 1);
    List<ScoreRow> rows = new ArrayList<>();
    rows.add(Scores.row(random, "pair0", Pole.POSITIVE, -1));
    rows.add(on("other", Scores.row(random, "pair0", Pole.POSITIVE, -2)));
    assertThat(ScoreAgreement.of(rows, Aggregation.MEAN, Map.of("other", "demo"))).isEmpty();
  }
}
