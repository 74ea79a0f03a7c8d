package dev.steerage.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Draws of the token that follows one prompt. */
class SamplerTest {
  private static final int DRAWS = 2000;

  /** Seeds are fixed, so this is no chance of failing: it is how far the draws may be off. */
  private static final double LEAST_P = 1e-3;

  /** Below this, a cell of a chi-square test counts too few (Cochran 1954). */
  private static final double LEAST_EXPECTED = 5;

  private LlamaModel model;
  private LlamaContext context;
  private int last;

  @BeforeEach
  void decode() {
    model = DemoModel.load();
    // one thread: on a busy machine, two wait for each other
    context =
        LlamaContext.of(
            model, new LlamaContext.Options(64, 64, 1, 1, LlamaContext.KvType.F32, false));
    Batch batch = DemoModel.batch(model, "[INST] Would you agree to be switched off? [/INST]");
    context.decode(batch);
    last = batch.size() - 1;
  }

  @AfterEach
  void close() {
    context.close();
    model.close();
  }

  private int[] draws(Sampler.Options options, int seed, int n) {
    try (Sampler sampler = Sampler.of(options, seed)) {
      return IntStream.range(0, n).map(i -> context.sample(sampler, last)).toArray();
    }
  }

  /** The softmax of the logits over a temperature, cut as the options say; not normalised. */
  private double[] probabilities(Sampler.Options options) {
    FloatBuffer logits = context.logits(last);
    double[] p = new double[logits.limit()];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(logits.get(i) / options.temperature());
      sum += p[i];
    }
    List<Integer> order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -p[i]))
            .toList();
    int kept = options.topK() == 0 ? p.length : options.topK();
    double keptSum = 0;
    for (int i = 0; i < kept; i++) {
      keptSum += p[order.get(i)];
    }
    if (options.topP() < 1) {
      double before = 0;
      int n = 0;
      while (n < kept && before < options.topP() * keptSum) {
        before += p[order.get(n++)];
      }
      kept = n;
    }
    for (int i = kept; i < p.length; i++) {
      p[order.get(i)] = 0;
    }
    assertThat(sum).isFinite();
    return p;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1",
    "0.7, 0, 1",
    "2.5, 0, 1",
    "1, 5, 1",
    "1.5, 0, 0.9",
    "1.5, 12, 0.8",
    "1, 1, 1",
    "3, 0, 0.01"
  })
  void drawsFollowTheSoftmaxAndNeverLeaveWhatIsKept(double temperature, int topK, double topP) {
    Sampler.Options options = new Sampler.Options(temperature, topK, topP);
    double[] p = probabilities(options);
    double sum = IntStream.range(0, p.length).mapToDouble(i -> p[i]).sum();
    long[] counts = new long[p.length];
    for (int token : draws(options, 11, DRAWS)) {
      assertThat(p[token]).as("token %d is cut off", token).isPositive();
      counts[token]++;
    }
    List<Double> expected = new ArrayList<>();
    List<Long> observed = new ArrayList<>();
    double restExpected = 0;
    long restObserved = 0;
    for (int i = 0; i < p.length; i++) {
      double e = DRAWS * p[i] / sum;
      if (e >= LEAST_EXPECTED) {
        expected.add(e);
        observed.add(counts[i]);
      } else {
        restExpected += e;
        restObserved += counts[i];
      }
    }
    if (restExpected >= LEAST_EXPECTED) {
      expected.add(restExpected);
      observed.add(restObserved);
    }
    if (expected.size() > 1) {
      double pValue =
          ChiSquareTest.withDefaults()
              .test(
                  expected.stream().mapToDouble(x -> x).toArray(),
                  observed.stream().mapToLong(x -> x).toArray())
              .getPValue();
      assertThat(pValue).as("%d cells", expected.size()).isGreaterThan(LEAST_P);
    }
  }

  @Test
  void equalSeedsDrawEquallyAndOthersDoNot() {
    Sampler.Options options = new Sampler.Options(2, 0, 1);
    Set<List<Integer>> all = new HashSet<>();
    // -1 is the seed by which llama.cpp means another one each time
    for (int seed : new int[] {0, 1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
      List<Integer> draws = IntStream.of(draws(options, seed, 50)).boxed().toList();
      assertThat(IntStream.of(draws(options, seed, 50)).boxed().toList()).isEqualTo(draws);
      all.add(draws);
    }
    assertThat(all).hasSize(6);
  }

  @Test
  void temperatureZeroTakesTheMostLikelyTokenWhateverTheSeed() {
    int top = context.targetLogprobs(new int[] {last}, new int[] {0}).get(0).top();
    for (int seed = 0; seed < 5; seed++) {
      assertThat(draws(Sampler.Options.GREEDY, seed, 3)).containsOnly(top);
      assertThat(draws(new Sampler.Options(0, 7, 0.3), seed, 3)).containsOnly(top);
    }
  }

  @Test
  void whereManyTokensTieTheSmallestIsTaken() {
    // tokens that the model's training never saw share one embedding, so their logits are equal
    FloatBuffer logits = context.logits(last);
    float shared = logits.get(31_000);
    long sharing = IntStream.range(0, logits.limit()).filter(i -> logits.get(i) == shared).count();
    assertThat(sharing).isGreaterThan(30_000);
    int first =
        IntStream.range(0, logits.limit()).filter(i -> logits.get(i) == shared).min().orElseThrow();
    float[] direction = towards(31_000);
    context.clear();
    context.steer(model.layers() - 1, direction);
    Batch batch = DemoModel.batch(model, "a");
    context.decode(batch);
    last = batch.size() - 1;
    FloatBuffer steered = context.logits(last);
    assertThat(steered.get(first)).isEqualTo(steered.get(31_000));
    assertThat(draws(Sampler.Options.GREEDY, 0, 2)).containsOnly(first);
  }

  /**
   * A direction that, added to the last block's output, makes a token the most likely one: against
   * each coordinate in which its embedding is below the mean of all.
   */
  private float[] towards(int token) {
    int width = model.width();
    float[] direction = new float[width];
    for (int i = 0; i < width; i++) {
      float[] unit = new float[width];
      unit[i] = 1e4f;
      context.clear();
      context.steer(model.layers() - 1, unit);
      Batch batch = DemoModel.batch(model, "a");
      context.decode(batch);
      FloatBuffer logits = context.logits(batch.size() - 1);
      double others = 0;
      int n = 0;
      for (int t = 3; t < logits.limit(); t++) {
        if (logits.get(t) != logits.get(token)) {
          others += logits.get(t);
          n++;
        }
      }
      direction[i] = (float) (1e4 * (logits.get(token) - others / n));
    }
    return direction;
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    for (Sampler.Options options :
        List.of(
            new Sampler.Options(-1, 0, 1),
            new Sampler.Options(Double.NaN, 0, 1),
            new Sampler.Options(Double.POSITIVE_INFINITY, 0, 1),
            new Sampler.Options(1, -1, 1),
            new Sampler.Options(1, 0, 0),
            new Sampler.Options(1, 0, 1.5),
            new Sampler.Options(1, 0, Double.NaN))) {
      assertThatThrownBy(() -> Sampler.of(options, 0))
          .as("%s", options)
          .isInstanceOfSatisfying(
              LlamaException.class,
              e -> assertThat(e.status()).isEqualTo(LlamaException.Status.ARGUMENT));
    }
  }

  @Test
  void onlyOutputsCanBeDrawnFrom() {
    try (Sampler sampler = Sampler.of(Sampler.Options.GREEDY, 0)) {
      assertThatThrownBy(() -> context.sample(sampler, last + 1))
          .isInstanceOf(LlamaException.class);
      context.clear();
      assertThatThrownBy(() -> context.sample(sampler, last)).isInstanceOf(LlamaException.class);
    }
  }
}
