package dev.steerage.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the shipped questions must not give away. */
class ShippedQuestionsTest {
  private static final List<ChoiceQuestion> QUESTIONS =
      QuestionReader.read(Path.of("general-knowledge")).questions();

  @Test
  void thereAreAtLeastAHundredDifferentOnes() {
    assertThat(QUESTIONS).hasSizeGreaterThanOrEqualTo(100);
    assertThat(QUESTIONS).extracting(ChoiceQuestion::question).doesNotHaveDuplicates();
    assertThat(QUESTIONS).allMatch(q -> q.question().equals(q.question().strip()));
  }

  @Test
  void eachHasFourDifferentChoicesOfWhichOneIsRight() {
    for (ChoiceQuestion question : QUESTIONS) {
      Set<String> choices = new HashSet<>();
      question.choices().forEach(c -> choices.add(c.strip().toLowerCase(Locale.ROOT)));
      assertThat(choices).describedAs(question.question()).hasSize(4);
      assertThat(question.correct()).hasSize(1);
    }
  }

  @Test
  void theRightOneIsAsOftenAtEachPlace() {
    Map<Integer, Long> places =
        QUESTIONS.stream()
            .collect(Collectors.groupingBy(ChoiceQuestion::best, Collectors.counting()));
    assertThat(places.values()).hasSize(4).allMatch(n -> Math.abs(n - QUESTIONS.size() / 4.0) <= 1);
  }

  @Test
  void theRightOneIsNoMoreOftenTheLongestOrShortestThanByChance() {
    int longest = 0;
    int shortest = 0;
    double right = 0;
    double wrong = 0;
    for (ChoiceQuestion question : QUESTIONS) {
      int own = question.choices().get(question.best()).length();
      int most = 0;
      int fewest = Integer.MAX_VALUE;
      for (int i = 0; i < 4; i++) {
        int length = question.choices().get(i).length();
        if (i != question.best()) {
          most = Math.max(most, length);
          fewest = Math.min(fewest, length);
          wrong += length / 3.0;
        }
      }
      right += own;
      longest += own > most ? 1 : 0;
      shortest += own < fewest ? 1 : 0;
    }
    assertThat(longest).isLessThanOrEqualTo(QUESTIONS.size() / 4);
    assertThat(shortest).isLessThanOrEqualTo(QUESTIONS.size() / 4);
    assertThat(right / wrong).isBetween(0.9, 1.1);
  }
}
