package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.dataset.Pole;
import dev.steerage.evaluation.PairScorer.Scored;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.Batch;
import dev.steerage.llama.FloatRows;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import dev.steerage.llama.Quantizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the bundled model, against each text decoded alone. */
class PairScorerTest {
  private static final Path DEMO = Path.of("models/demo/behaviors");

  private static LlamaModel model;

  /** In F32, because F16 weights round activations as well, and how far follows the batch. */
  @BeforeAll
  static void load(@TempDir Path folder) {
    Path f32 = folder.resolve("f32.gguf");
    Quantizer.quantize(
        Path.of("models/steerage-demo-f16.gguf"),
        f32,
        "f32",
        0,
        Quantizer.Requantize.REFUSE,
        Optional.empty(),
        Progress.NONE);
    model = Models.load(f32, LlamaModel.Options.cpu());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static List<TokenizedPair> pairs(Path behavior, @Nullable String systemPrompt) {
    PairTokenizer tokenizer =
        new PairTokenizer(ChatFormats.of(ChatFormatName.AUTO, model), systemPrompt);
    return BehaviorReader.read(behavior, HalfOrder.POSITIVE_FIRST).pairs().stream()
        .map(pair -> tokenizer.tokenize(model, pair))
        .toList();
  }

  private static LlamaContext context(int batchTokens) {
    return LlamaContext.of(
        model, new LlamaContext.Options(1024, batchTokens, 256, 1, KvType.F32, false));
  }

  private static List<Scored> score(
      List<TokenizedPair> pairs, DecodePlan plan, int batchTokens, int spareThreads, Pass pass) {
    try (LlamaContext context = context(batchTokens);
        PairScorer scorer =
            new PairScorer(
                context,
                new Scoring(model.vocabularySize(), batchTokens, spareThreads),
                tokens -> {})) {
      return scorer.score(pairs, plan, pass);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {96, 512})
  void aPrefixDecodedOnceGivesWhatEachTextAloneGives(int batchTokens) {
    List<TokenizedPair> pairs =
        pairs(DEMO.resolve("myopia.jsonl"), "You are an assistant that thinks of tomorrow.")
            .subList(0, 20);
    DecodePlan plan = DecodePlan.of(pairs, batchTokens, true);
    assertThat(plan.prefix()).isGreaterThan(10);
    assertThat(plan.groups().size()).isGreaterThan(1);

    List<Scored> scored = score(pairs, plan, batchTokens, 0, Pass.of(Positions.ALL));

    try (LlamaContext alone = context(512)) {
      for (Scored pair : scored) {
        for (Pole pole : Pole.values()) {
          double[] expected = alone(alone, DecodePlan.text(pair.pair(), pole));
          for (int i = 0; i < expected.length; i++) {
            assertThat(pair.of(pole).get(i).logprob()).isCloseTo(expected[i], within(1e-5));
          }
        }
      }
    }
  }

  private static double[] alone(LlamaContext context, TokenizedText text) {
    context.clear();
    Batch batch = new Batch();
    for (int i = 0; i < text.length() - 1; i++) {
      batch.add(text.token(i), i, Batch.Output.LOGITS, 0);
    }
    context.decode(batch);
    int start = text.mask().start();
    int[] indices = new int[text.mask().length()];
    int[] targets = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = start - 1 + i;
      targets[i] = text.token(start + i);
    }
    return context.targetLogprobs(indices, targets).stream()
        .mapToDouble(t -> t.logprob())
        .toArray();
  }

  @Test
  void scoringWhileTheNextBatchDecodesChangesNoBit() {
    List<TokenizedPair> pairs = pairs(DEMO.resolve("corrigible.jsonl"), null);
    DecodePlan plan = DecodePlan.of(pairs, 200, true);
    List<Scored> expected = compared(pairs, plan, 0);

    assertThat(expected)
        .allSatisfy(p -> assertThat(p.positive().get(0).fromBaseline()).isNotNull());
    assertThat(compared(pairs, plan, 1)).isEqualTo(expected);
    assertThat(compared(pairs, plan, 3)).isEqualTo(expected);
  }

  /** Scores that are compared with another context's rows and with those kept just before. */
  private static List<Scored> compared(List<TokenizedPair> pairs, DecodePlan plan, int spare) {
    int rows = Math.toIntExact(RowPlaces.of(pairs).count());
    try (LlamaContext beside = context(200);
        ChunkRows kept = new ChunkRows(model.vocabularySize())) {
      kept.reserve(0, rows);
      score(
          pairs,
          plan,
          200,
          spare,
          new Pass(Positions.ALL, BatchWatch.NONE, new LogitUse(null, null, List.of(kept))));
      beside.steer(2, constant(0.01f));
      LogitUse use = new LogitUse(kept, LogitSource.of(beside), List.of());
      return score(pairs, plan, 200, spare, new Pass(Positions.ALL, BatchWatch.NONE, use));
    }
  }

  private static float[] constant(float value) {
    float[] direction = new float[model.width()];
    Arrays.fill(direction, value);
    return direction;
  }

  @Test
  void aFailureWhileScoringInTheBackgroundEndsThePass() {
    List<TokenizedPair> pairs = pairs(DEMO.resolve("corrigible.jsonl"), null).subList(0, 10);
    DecodePlan plan = DecodePlan.of(pairs, 200, true);
    RowSink full =
        (long[] places, FloatRows rows) -> {
          throw new UncheckedIOException("disk full", new IOException());
        };
    Pass pass = new Pass(Positions.ALL, BatchWatch.NONE, new LogitUse(null, null, List.of(full)));

    for (int spare : new int[] {0, 1}) {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> score(pairs, plan, 200, spare, pass))
          .withMessage("disk full");
    }
  }

  @Test
  void whatIsDecodedIsWatchedWithItsWeight() {
    List<TokenizedPair> pairs = pairs(DEMO.resolve("corrigible.jsonl"), null);
    DecodePlan plan = DecodePlan.of(pairs, 200, true);
    long[] weighted = new long[1];
    Pass pass =
        new Pass(
            Positions.ALL,
            (batch, weight) -> weighted[0] += (long) batch.size() * weight,
            LogitUse.NONE);

    score(pairs, plan, 200, 0, pass);

    assertThat(plan.prefix()).isPositive();
    assertThat(weighted[0])
        .isEqualTo(pairs.stream().mapToLong(pair -> DecodePlan.cost(pair, true)).sum());
  }

  @Test
  void tokensOfThePapersKindOfDataAreAtMostSoManyOfTheNaiveCount() {
    long naive = 0;
    long decoded = 0;
    for (String name : List.of("corrigible", "hallucination", "myopia", "sycophancy")) {
      List<TokenizedPair> pairs = pairs(DEMO.resolve(name + ".jsonl"), null);
      naive += pairs.stream().mapToLong(p -> p.positive().length() + p.negative().length()).sum();
      decoded += DecodePlan.of(pairs, 512, true).tokens();
    }
    assertThat(decoded / (double) naive).isLessThanOrEqualTo(0.72);
  }
}
