package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.llama.Sampler;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {
  @Test
  void promptsHaveSeedsOfTheirOwn() {
    Sampling zero = new Sampling(Sampler.Options.GREEDY, 0, 1);
    Sampling one = new Sampling(Sampler.Options.GREEDY, 1, 1);
    assertThat(IntStream.range(0, 10_000).map(zero::seed).boxed()).doesNotHaveDuplicates();
    assertThat(IntStream.range(0, 100).filter(i -> zero.seed(i) == one.seed(i)).count()).isZero();
    // one's first prompt is not zero's second
    assertThat(IntStream.range(0, 100).filter(i -> zero.seed(i + 1) == one.seed(i)).count())
        .isZero();
    assertThat(zero.seed(3)).isEqualTo(new Sampling(Sampler.Options.GREEDY, 0, 7).seed(3));
  }
}
