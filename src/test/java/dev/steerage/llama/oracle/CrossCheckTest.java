package dev.steerage.llama.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.steerage.InputException;
import dev.steerage.vector.SteeringVectorReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossCheckTest {
  private static final Path MODEL = Path.of("models/steerage-demo-f16.gguf");
  private static final Path VECTOR = Path.of("models/demo/vectors/corrigible.gguf");
  private static final int WIDTH = 256;

  private final Oracle oracle = new Oracle(Duration.ofMinutes(2));

  @Test
  void bothBuildsAgreeOnIdsAndOnGreedyTextWithAndWithoutTheSameControlVector() throws IOException {
    CrossCheck.Plan plan = new CrossCheck.Plan(SampleTexts.toSplit(), prompts(), 32);
    float[] direction = SteeringVectorReader.read(VECTOR).direction(2);
    for (int i = 0; i < direction.length; i++) {
      direction[i] *= 2;
    }

    List<Comparison> comparisons = new CrossCheck(MODEL, oracle, plan).run(2, direction);

    assertThat(comparisons)
        .extracting(Comparison::subject, Comparison::compared, Comparison::equal)
        .as("%s", comparisons)
        .containsExactly(
            tuple("token ids", 385, 385),
            tuple("greedy text", 20, 20),
            tuple("steered greedy text", 20, 20));
  }

  @Test
  void withoutAVectorARandomOneIsUsed() {
    List<Comparison> comparisons = new CrossCheck(MODEL, oracle, CrossCheck.Plan.standard()).run();

    assertThat(comparisons).hasSize(3);
    assertThat(comparisons)
        .as("%s", comparisons)
        .allMatch(c -> c.verdict() == Comparison.Verdict.OK);
  }

  @Test
  void aBuildThatIgnoresTheVectorIsFoundOut() throws IOException {
    List<String> prompts = prompts();
    try (OwnBuild own = new OwnBuild(MODEL)) {
      Steering random = own.random(prompts.get(0), 1);
      Tally tally = new Tally("steered");
      for (String prompt : prompts) {
        tally.texts(prompt, own.steered(random, prompt, 32), own.unsteered(prompt, 32).text());
      }
      Comparison comparison = tally.comparison();
      assertThat(comparison.verdict()).isEqualTo(Comparison.Verdict.DIFFERS);
      assertThat(comparison.firstDifference()).contains("ours '", "the other '", "gap of our two");
    }
  }

  @Test
  void aDirectionThatDoesNotFitIsRefused() {
    CrossCheck check = new CrossCheck(MODEL, oracle, CrossCheck.Plan.standard());

    assertThatThrownBy(() -> check.run(0, new float[WIDTH])).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> check.run(6, new float[WIDTH])).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> check.run(2, new float[WIDTH - 1])).isInstanceOf(InputException.class);
  }

  private static List<String> prompts() throws IOException {
    Path file = Path.of("src/test/resources/dev/steerage/llama/oracle/demo-prompts.txt");
    return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
  }
}
