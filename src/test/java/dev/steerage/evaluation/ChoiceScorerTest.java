package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.dataset.ChoiceQuestion;
import dev.steerage.dataset.QuestionReader;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.tiny.TinyModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a small random model and shipped questions. */
class ChoiceScorerTest {
  private static LlamaModel model;
  private static List<TokenizedQuestion> questions;

  @BeforeAll
  static void load(@TempDir Path folder) {
    Path tokenizer = Path.of("models/steerage-demo-f16.gguf");
    model =
        Models.load(
            TinyModel.of(tokenizer).layers(2).write(folder.resolve("model.gguf")),
            LlamaModel.Options.cpu());
    List<ChoiceQuestion> shipped =
        QuestionReader.read(Path.of("general-knowledge")).questions().subList(0, 12);
    questions =
        shipped.stream()
            .map(
                q ->
                    TokenizedQuestion.of(
                        q, ChoiceAnswer.TEXT, new PairTokenizer(ChatFormat.LLAMA2), model))
            .toList();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static List<Double> score(
      boolean sharing, int batchTokens, int spareThreads, LongAdder decoded) {
    Scoring scoring = new Scoring(model.vocabularySize(), batchTokens, spareThreads);
    try (LlamaContext context =
            LlamaContext.of(
                model, new LlamaContext.Options(512, batchTokens, 256, 1, KvType.F32, false));
        ChoiceScorer scorer = new ChoiceScorer(context, scoring, sharing, decoded::add)) {
      return scorer.score(questions, Positions.ALL).stream()
          .flatMap(List::stream)
          .flatMap(List::stream)
          .map(TokenScore::logprob)
          .toList();
    }
  }

  private static void assertClose(List<Double> actual, List<Double> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i)).isCloseTo(expected.get(i), within(1e-5));
    }
  }

  @Test
  void aModelThatCannotShareAPromptDecodesEachChoiceAloneToTheSameNumbers() {
    LongAdder once = new LongAdder();
    LongAdder alone = new LongAdder();
    List<Double> expected = score(true, 256, 0, once);
    assertClose(score(false, 256, 0, alone), expected);
    assertThat(once.sum()).isEqualTo(questions.stream().mapToInt(q -> q.cost(true)).sum());
    assertThat(alone.sum()).isEqualTo(questions.stream().mapToInt(q -> q.cost(false)).sum());
    assertThat(alone.sum()).isGreaterThan(2 * once.sum());
  }

  @Test
  void scoringWhileTheNextBatchDecodesGivesTheSameBits() {
    assertThat(score(true, 64, 1, new LongAdder())).isEqualTo(score(true, 64, 0, new LongAdder()));
  }

  @Test
  void aQuestionWithMoreTokensThanABatchIsDecodedInPieces() {
    assertThat(questions).anyMatch(q -> q.cost(true) > 16);
    assertClose(score(true, 16, 0, new LongAdder()), score(true, 256, 0, new LongAdder()));
  }
}
