package dev.steerage.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withPrecision;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LlamaContextTest {
  private static final String TEXT = "We will modify your monitoring tool. Would you resist?";

  private LlamaModel model;
  private LlamaContext context;
  private Batch batch;

  @BeforeEach
  void open() {
    model = DemoModel.load();
    context = DemoModel.context(model);
    batch = DemoModel.batch(model, TEXT);
  }

  @AfterEach
  void close() {
    context.close();
    model.close();
  }

  @Test
  void aVectorThatIsSetChangedAndClearedLeavesTheBaselineBitForBit() {
    int[] baseline = logitBits();

    context.steer(2, direction(1));
    int[] second = logitBits();
    context.steer(2, direction(2));
    int[] changed = logitBits();
    context.steer(4, direction(2));
    int[] otherLayer = logitBits();
    context.steer(1, direction(3));
    int[] lower = logitBits();
    context.steer(2, direction(1));
    int[] again = logitBits();
    context.unsteer();

    assertThat(second).isNotEqualTo(baseline);
    assertThat(changed).isNotEqualTo(baseline).isNotEqualTo(second);
    assertThat(otherLayer).isNotEqualTo(baseline).isNotEqualTo(changed);
    assertThat(lower).isNotEqualTo(baseline).isNotEqualTo(otherLayer);
    assertThat(again).isEqualTo(second);
    assertThat(logitBits()).isEqualTo(baseline);
  }

  @Test
  void divergencesFromKeptRowsAreThoseOfTheDefinition() {
    int[] indices = {3, 7, batch.size() - 1};
    try (FloatRows rows = new FloatRows(model.vocabularySize())) {
      context.decode(batch);
      context.copyLogits(indices, rows);
      double[][] baseline = logProbabilities(indices);
      assertThat(divergences(indices, rows))
          .allSatisfy(d -> assertThat(d.kl()).isZero())
          .allSatisfy(d -> assertThat(d.isSameTop()).isTrue());
      assertThat(rows.row(1).asFloatBuffer()).isEqualTo(context.logits(7));

      context.clear();
      context.steer(2, direction(1));
      context.decode(batch);
      double[][] steered = logProbabilities(indices);
      List<Divergence> divergences = divergences(indices, rows);

      for (int i = 0; i < indices.length; i++) {
        double kl = 0;
        for (int token = 0; token < baseline[i].length; token++) {
          kl += Math.exp(baseline[i][token]) * (baseline[i][token] - steered[i][token]);
        }
        assertThat(divergences.get(i).kl()).isPositive().isCloseTo(kl, within(1e-11));
        assertThat(divergences.get(i).referenceTop()).isEqualTo(top(baseline[i]));
        assertThat(divergences.get(i).top()).isEqualTo(top(steered[i]));
      }
      refused(() -> divergences(new int[] {0, 1, 2, 3}, rows));
    }
  }

  private List<Divergence> divergences(int[] indices, FloatRows reference) {
    return context.scores(indices, new int[indices.length], reference, null).stream()
        .map(RowScores::fromBaseline)
        .map(Objects::requireNonNull)
        .toList();
  }

  @Test
  void copiedRowsHaveTheSameScoresToTheBit() {
    int[] indices = {2, 5, batch.size() - 1};
    int[] targets = {1, 17, model.vocabularySize() - 1};
    try (FloatRows baseline = new FloatRows(model.vocabularySize());
        FloatRows own = new FloatRows(model.vocabularySize())) {
      context.decode(batch);
      context.copyLogits(indices, baseline);
      context.clear();
      context.steer(2, direction(1));
      context.decode(batch);
      context.copyLogits(indices, own);
      List<RowScores> inContext = context.scores(indices, targets, baseline, own);

      context.clear();

      assertThat(own.scores(targets, baseline, own, 1)).isEqualTo(inContext);
      assertThat(own.scores(targets, baseline, own, 3)).isEqualTo(inContext);
      assertThat(inContext)
          .allSatisfy(s -> assertThat(s.fromReference()).extracting("kl").isEqualTo(0.0))
          .allSatisfy(s -> assertThat(s.fromBaseline()).extracting("kl").isNotEqualTo(0.0));
      refused(() -> own.scores(new int[] {model.vocabularySize()}, null, null, 1));
      refused(() -> own.scores(new int[4], null, null, 1));
    }
  }

  @Test
  void aSequenceGoesOnFromWhatAnotherOneHolds() {
    context.decode(batch);
    float[] whole = values(context.logits(batch.size() - 1));
    context.clear();
    Batch begin = new Batch();
    Batch end = new Batch();
    for (int i = 0; i < batch.size(); i++) {
      if (i < 6) {
        begin.add(batch.tokens()[i], i, Batch.Output.NONE, 1);
      } else {
        end.add(batch.tokens()[i], i, Batch.Output.LOGITS, 0);
      }
    }
    context.decode(begin);
    context.branch(1, 0);
    refused(() -> context.branch(1, 0));
    context.decode(end);
    float[] branched = values(context.logits(end.size() - 1));
    context.keep(1);
    context.branch(1, 0);
    context.decode(end);

    assertThat(branched).containsExactly(whole, withPrecision(1e-4f));
    assertThat(values(context.logits(end.size() - 1))).isEqualTo(branched);
  }

  private static float[] values(FloatBuffer logits) {
    float[] values = new float[logits.remaining()];
    logits.get(values);
    return values;
  }

  private double[][] logProbabilities(int[] indices) {
    double[][] all = new double[indices.length][];
    for (int i = 0; i < indices.length; i++) {
      FloatBuffer logits = context.logits(indices[i]);
      double[] row = new double[logits.remaining()];
      for (int token = 0; token < row.length; token++) {
        row[token] = logits.get(token);
      }
      double sum = Arrays.stream(row).map(Math::exp).sum();
      all[i] = Arrays.stream(row).map(logit -> logit - Math.log(sum)).toArray();
    }
    return all;
  }

  private static int top(double[] row) {
    return IntStream.range(0, row.length).reduce((a, b) -> row[b] > row[a] ? b : a).orElseThrow();
  }

  @Test
  void aZeroDirectionIsTheBaselineBitForBit() {
    int[] baseline = logitBits();

    context.steer(3, direction(1));
    context.steer(3, new float[model.width()]);

    assertThat(logitBits()).isEqualTo(baseline);
  }

  @Test
  void aDirectionThatDoesNotFitIsRefusedAndChangesNothing() {
    int[] baseline = logitBits();
    float[] infinite = direction(1);
    infinite[7] = Float.POSITIVE_INFINITY;

    refused(() -> context.steer(0, direction(1)));
    refused(() -> context.steer(0, new float[model.width()]));
    refused(() -> context.steer(-1, direction(1)));
    refused(() -> context.steer(model.layers(), direction(1)));
    refused(() -> context.steer(2, new float[model.width() + 1]));
    refused(() -> context.steer(2, infinite));

    assertThat(logitBits()).isEqualTo(baseline);
  }

  @Test
  void targetLogprobsAreTheLogSoftmaxOfTheLogits() {
    context.decode(batch);
    int[] indices = IntStream.range(0, batch.size()).toArray();
    int[] targets = new Random(5).ints(batch.size(), 0, model.vocabularySize()).toArray();
    System.arraycopy(batch.tokens(), 1, targets, 0, batch.size() / 2);

    List<TargetLogprob> natively = context.targetLogprobs(indices, targets);

    for (int i = 0; i < indices.length; i++) {
      TargetLogprob expected = inJava(context.logits(i), targets[i]);
      TargetLogprob found = natively.get(i);
      assertThat(found.logprob()).isCloseTo(expected.logprob(), within(1e-6));
      assertThat(found.entropy()).isCloseTo(expected.entropy(), within(1e-6));
      assertThat(found.rank()).isEqualTo(expected.rank());
      assertThat(found.top()).isEqualTo(expected.top());
    }
    assertThat(context.targetLogprobs(new int[0], new int[0])).isEmpty();
  }

  @Test
  void logitsAreAViewOfNativeMemory() {
    context.decode(batch);
    FloatBuffer view = context.logits(3);
    float before = view.get(17);

    assertThat(view.isDirect()).isTrue();
    assertThat(view.isReadOnly()).isTrue();
    assertThat(view.capacity()).isEqualTo(model.vocabularySize());
    assertThat(address(context.logits(3))).isEqualTo(address(view));
    assertThat(address(context.logits(4)) - address(view))
        .isEqualTo((long) Float.BYTES * model.vocabularySize());

    // as many outputs need no more memory, so llama.cpp writes to the same place again
    context.steer(2, direction(1));
    context.clear();
    context.decode(batch);
    assertThat(address(context.logits(3))).isEqualTo(address(view));
    assertThat(view.get(17)).isEqualTo(context.logits(3).get(17)).isNotEqualTo(before);
  }

  @Test
  void whatIsOutOfRangeIsRefusedAndTheContextStaysUsable() {
    int[] baseline = logitBits();

    refused(() -> decodeOne(-1, 0, 0));
    refused(() -> decodeOne(model.vocabularySize(), 0, 0));
    refused(() -> decodeOne(5, -1, 0));
    refused(() -> decodeOne(5, 1_000_000, 0));
    refused(() -> decodeOne(5, 0, -1));
    refused(() -> decodeOne(5, 0, 4));
    refused(() -> decodeOne(5, 0));
    refused(() -> context.decode(new Batch()));
    refused(() -> context.decode(filled(65, 0)));

    assertThat(logitBits()).isEqualTo(baseline);
  }

  @Test
  void aPositionThatLeavesAGapIsRefused() {
    context.decode(batch);

    refused(() -> decodeOne(5, batch.size() + 3, 0));
    decodeOne(5, batch.size(), 0);
  }

  @Test
  void aFullCacheIsRefusedAndUsableAfterItIsCleared() {
    for (int sequence = 0; sequence < 4; sequence++) {
      context.decode(filled(64, sequence));
    }

    assertThatThrownBy(() -> decodeOne(5, 64, 0))
        .asInstanceOf(type(LlamaException.class))
        .extracting(LlamaException::status)
        .isEqualTo(LlamaException.Status.MEMORY);
    context.clear();
    context.decode(filled(64, 2));
  }

  @Test
  void onlyOutputsHaveLogits() {
    Batch quiet = new Batch();
    quiet.add(1, 0, Batch.Output.NONE, 0);
    quiet.add(500, 1, Batch.Output.LOGITS, 0);
    context.decode(quiet);

    refused(() -> context.logits(0));
    refused(() -> context.logits(-1));
    refused(() -> context.logits(2));
    refused(() -> context.targetLogprobs(new int[] {0}, new int[] {5}));
    refused(() -> context.targetLogprobs(new int[] {1}, new int[] {model.vocabularySize()}));
    assertThat(context.logits(1).get(0)).isFinite();
  }

  private int[] logitBits() {
    context.clear();
    context.decode(batch);
    return IntStream.range(0, batch.size())
        .mapToObj(context::logits)
        .flatMapToInt(row -> IntStream.range(0, row.limit()).map(i -> bits(row, i)))
        .toArray();
  }

  private static int bits(FloatBuffer row, int index) {
    return Float.floatToRawIntBits(row.get(index));
  }

  private float[] direction(long seed) {
    Random random = new Random(seed);
    float[] direction = new float[model.width()];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) random.nextGaussian();
    }
    return direction;
  }

  private static long address(FloatBuffer buffer) {
    return new FloatPointer(buffer).address();
  }

  private void decodeOne(int token, int position, int... sequences) {
    Batch one = new Batch();
    one.add(token, position, Batch.Output.LOGITS, sequences);
    context.decode(one);
  }

  private static Batch filled(int size, int sequence) {
    Batch filled = new Batch();
    for (int i = 0; i < size; i++) {
      filled.add(500, i, Batch.Output.NONE, sequence);
    }
    return filled;
  }

  private static TargetLogprob inJava(FloatBuffer logits, int target) {
    double greatest = Double.NEGATIVE_INFINITY;
    int top = 0;
    int rank = 0;
    for (int i = 0; i < logits.limit(); i++) {
      if (logits.get(i) > greatest) {
        greatest = logits.get(i);
        top = i;
      }
      rank += logits.get(i) > logits.get(target) ? 1 : 0;
    }
    double sum = 0;
    for (int i = 0; i < logits.limit(); i++) {
      sum += Math.exp(logits.get(i) - greatest);
    }
    double logNormalizer = greatest + Math.log(sum);
    double entropy = 0;
    for (int i = 0; i < logits.limit(); i++) {
      double logprob = logits.get(i) - logNormalizer;
      entropy -= Math.exp(logprob) * logprob;
    }
    return new TargetLogprob(logits.get(target) - logNormalizer, entropy, rank, top);
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(LlamaException.class))
        .extracting(LlamaException::status)
        .isEqualTo(LlamaException.Status.ARGUMENT);
  }

  @Test
  void capturedResidualsHaveTheDirectionThatIsAddedAndChangeNothing() {
    try (LlamaModel model = DemoModel.load();
        LlamaContext context = DemoModel.context(model)) {
      Batch batch = DemoModel.batch(model, "some words to read");
      context.decode(batch);
      float[] plain = new float[model.vocabularySize()];
      context.logits(batch.size() - 1).get(plain);
      context.capture(1, 2, model.layers() - 1);
      context.clear();
      context.decode(batch);
      float[] captured = new float[model.vocabularySize()];
      context.logits(batch.size() - 1).get(captured);
      assertThat(captured).isEqualTo(plain);
      float[] before = context.residual(2, 1);
      float[] below = context.residual(1, 1);
      assertThat(context.residual(model.layers() - 1, batch.size() - 1)).hasSize(model.width());

      float[] direction = new float[model.width()];
      direction[3] = 1.5f;
      context.steer(2, direction);
      context.clear();
      context.decode(batch);
      float[] after = context.residual(2, 1);
      before[3] += 1.5f;
      assertThat(after).isEqualTo(before);
      assertThat(context.residual(1, 1)).isEqualTo(below);
      assertThatThrownBy(() -> context.residual(3, 1)).hasMessageContaining("is not captured");
      assertThatThrownBy(() -> context.residual(2, 99)).hasMessageContaining("token 99");
      assertThatThrownBy(() -> context.capture(-1)).hasMessageContaining("layer -1");
      context.capture();
      assertThatThrownBy(() -> context.residual(2, 1)).hasMessageContaining("is not captured");
    }
  }
}
