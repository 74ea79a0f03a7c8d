package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.InputException;
import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.BenchResult.Kind;
import dev.steerage.evaluation.BenchResult.Repetition;
import dev.steerage.evaluation.BenchResult.Work;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.tiny.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    EngineSpec engine = new EngineSpec(0, 1, batchTokens, KvType.F32, false);
    return new Bench(new BenchSpec(behavior, 2, engine), work, EvaluationListener.NONE)
        .run(file, Optional.empty());
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
  void aSpreadHasTheMiddleAndTheEnds() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
    assertThat(Spread.of(List.of(4.0, 1.0)).median()).isCloseTo(2.5, within(1e-12));
  }
}
