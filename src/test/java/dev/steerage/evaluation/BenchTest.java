package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.InputException;
import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.BenchResult.Kind;
import dev.steerage.evaluation.BenchResult.Repetition;
import dev.steerage.evaluation.BenchResult.Start;
import dev.steerage.evaluation.BenchResult.Subject;
import dev.steerage.evaluation.BenchResult.Work;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.tiny.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
  private static final Path TOKENIZER = Path.of("models/steerage-demo-f16.gguf");

  @TempDir private Path folder;
  private Path model;
  private Path behavior;
  private Path work;

  @BeforeEach
  void write() throws IOException {
    model = TinyModel.of(TOKENIZER).layers(3).write(folder.resolve("tiny.gguf"));
    List<String> lines = Files.readAllLines(Path.of("models/demo/behaviors/corrigible.jsonl"));
    behavior = Files.write(folder.resolve("corrigible.jsonl"), lines.subList(0, 3));
    work = Files.createDirectory(folder.resolve("work"));
  }

  private BenchResult bench(Path file, int batchTokens) {
    return bench(file, behavior, batchTokens);
  }

  private BenchResult bench(Path file, Path texts, int batchTokens) {
    EngineSpec engine = new EngineSpec(0, 1, batchTokens, KvType.F32, false);
    return new Bench(new BenchSpec(texts, 2, engine), work, EvaluationListener.NONE)
        .run(file, Optional.empty());
  }

  /** Six pairs that all begin with a system prompt. */
  @ParameterizedTest
  @ValueSource(ints = {16, 100, 512})
  void whatAllTextsBeginWithIsReplayedOnceAsWell(int batchTokens) throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("models/demo/behaviors/corrigible.jsonl")).subList(0, 6);
    Path texts =
        Files.write(
            folder.resolve("system.jsonl"),
            lines.stream()
                .map(
                    line ->
                        line.replaceFirst(
                            "\\{", "{\"system\": \"You answer as briefly as you can.\", "))
                .toList());
    long all = 0;
    long own = 0;
    int prefix = Integer.MAX_VALUE;
    try (LlamaModel tiny = Models.load(model, LlamaModel.Options.tokenizer())) {
      PairTokenizer tokenizer = new PairTokenizer(ChatFormats.of(ChatFormatName.AUTO, tiny));
      List<TokenizedPair> pairs =
          BehaviorReader.read(texts, HalfOrder.POSITIVE_FIRST).pairs().stream()
              .map(pair -> tokenizer.tokenize(tiny, pair))
              .toList();
      for (TokenizedPair pair : pairs) {
        all += pair.positive().length() + pair.negative().length();
        own += DecodePlan.cost(pair, true);
        for (TokenizedPair other : pairs) {
          prefix = Math.min(prefix, common(pair.positive(), other.negative()));
        }
      }
    }

    Work done = bench(model, texts, batchTokens).work();

    assertThat(prefix).isGreaterThan(12);
    assertThat(done.textTokens()).isEqualTo(all);
    assertThat(done.tokens()).isEqualTo(own - 5L * prefix);
    assertThat(done.batchTokens()).isEqualTo(batchTokens);
  }

  private static int common(TokenizedText a, TokenizedText b) {
    int i = 0;
    while (a.token(i) == b.token(i)) {
      i++;
    }
    return i;
  }

  /** 16 tokens are fewer than a pair has: it is decoded in pieces. */
  @ParameterizedTest
  @ValueSource(ints = {16, 512})
  void llamaDecodesTheTokensAndOutputRowsOfThePass(int batchTokens) {
    long tokens = 0;
    long rows = 0;
    long scored = 0;
    try (LlamaModel tiny = Models.load(model, LlamaModel.Options.tokenizer())) {
      PairTokenizer tokenizer = new PairTokenizer(ChatFormats.of(ChatFormatName.AUTO, tiny));
      for (var pair : BehaviorReader.read(behavior, HalfOrder.POSITIVE_FIRST).pairs()) {
        TokenizedPair both = tokenizer.tokenize(tiny, pair);
        int shared = both.sharedTokens();
        int targets = both.positive().mask().length() + both.negative().mask().length();
        tokens += both.positive().length() - 1 + both.negative().length() - 1 - shared;
        rows += targets - Math.max(0, shared - (both.positive().mask().start() - 1));
        scored += targets;
      }
    }

    Work done = bench(model, batchTokens).work();

    assertThat(done.tokens()).isEqualTo(tokens);
    assertThat(done.rows()).isEqualTo(rows);
    assertThat(done.scored()).isEqualTo(scored);
    assertThat(done.layer()).isEqualTo(1);
    assertThat(done.batches()).isGreaterThanOrEqualTo((int) (tokens / batchTokens));
  }

  @Test
  void everyMomentOfAPassIsInOneStage() {
    long begin = System.nanoTime();
    BenchResult result = bench(model, 512);
    double wall = (System.nanoTime() - begin) * 1e-9;

    assertThat(result.repetitions()).hasSize(2);
    double all = 0;
    for (Repetition repetition : result.repetitions()) {
      for (Kind kind : Kind.values()) {
        assertThat(repetition.of(kind).seconds().keySet())
            .containsExactlyInAnyOrder(Stage.values());
        assertThat(repetition.of(kind).seconds().values()).allMatch(seconds -> seconds > 0);
        all += repetition.of(kind).total();
      }
      all += repetition.llama();
    }
    assertThat(all).isLessThan(wall);
    for (Kind kind : Kind.values()) {
      assertThat(result.undisturbedRatio(kind)).isPositive();
      for (Repetition repetition : result.repetitions()) {
        assertThat(repetition.of(kind).decodes()).hasSize(result.work().batches());
        assertThat(repetition.of(kind).decodes().stream().mapToDouble(d -> d).sum())
            .isCloseTo(repetition.of(kind).of(Stage.DECODE), within(1e-9));
      }
    }
    double last = result.repetitions().get(1).steered().total();
    assertThat(result.ratio(Kind.STEERED).high())
        .isGreaterThanOrEqualTo(result.repetitions().get(1).llama() / last);
  }

  @Test
  void runFoldersAreGoneAfterwards() throws IOException {
    bench(model, 512);

    try (var left = Files.list(work)) {
      assertThat(left).containsExactly(work.resolve("random.gguf"));
    }
  }

  @Test
  void aModelOfOneBlockIsRefused() {
    Path single = TinyModel.of(TOKENIZER).layers(1).write(folder.resolve("single.gguf"));
    assertThatThrownBy(() -> bench(single, 512))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("single.gguf", "one block");
  }

  @Test
  void theUndisturbedRatioIsOfTheFastestRepetitionOfEachBatch() {
    BenchResult result =
        new BenchResult(
            new Subject("m", "F32", 1, 1),
            new Work(1, 20, 10, 5, 5, 2, 5, 1),
            new Start(0, 0, OptionalDouble.empty()),
            OptionalLong.empty(),
            List.of(repetition(List.of(2.0, 9.0), 0.5, 4), repetition(List.of(7.0, 3.0), 0.25, 2)));

    // llama.cpp: 1 + 1; the pass: 2 + 3 and 0.25 of Java
    assertThat(result.undisturbedRatio(Kind.BASELINE)).isCloseTo(2 / 5.25, within(1e-12));
  }

  private static Repetition repetition(List<Double> decodes, double java, double llama) {
    double decode = decodes.stream().mapToDouble(d -> d).sum();
    StageTimes times = new StageTimes(Map.of(Stage.DECODE, decode, Stage.JAVA, java), decodes);
    return new Repetition(times, times, List.of(1.0, llama / 2));
  }

  @Test
  void aSpreadHasTheMiddleAndTheEnds() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
    assertThat(Spread.of(List.of(4.0, 1.0)).median()).isCloseTo(2.5, within(1e-12));
  }
}
