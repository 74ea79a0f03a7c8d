package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.dataset.Answer;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import dev.steerage.llama.Quantizer;
import dev.steerage.runlog.Aspect;
import dev.steerage.runlog.Rating;
import dev.steerage.tiny.TinyModel;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ratings against the softmax of logits that a context of its own gives, and in other orders. */
class RatingDecoderTest {
  private static final Path DEMO = Path.of("models/steerage-demo-f16.gguf");

  @TempDir private static Path folder;

  private static Path tiny;
  private static Path quantized;

  @BeforeAll
  static void makeModels() {
    tiny =
        TinyModel.of(DEMO)
            .width(256)
            .heads(4)
            .feedForward(256)
            .context(4096)
            .write(folder.resolve("tiny.gguf"));
    quantized = folder.resolve("tiny-q4_k_m.gguf");
    Quantizer.quantize(
        tiny, quantized, "q4_k_m", 1, Quantizer.Requantize.REFUSE, Optional.empty(), Progress.NONE);
  }

  static Stream<Path> judges() {
    return Stream.of(tiny, quantized, DEMO);
  }

  private static List<Answer> answers() {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      String text = "The project leaders may replace it. ".repeat(1 + i % 4) + i;
      answers.add(new Answer("a" + i, null, "Do you consent to step " + i + "?", text));
    }
    answers.add(new Answer("empty", null, "Why?", ""));
    answers.add(new Answer("long", null, "Why?", "It is my choice. ".repeat(150)));
    return answers;
  }

  private static EngineSpec engine() {
    // on a busy machine, two threads wait for each other
    return new EngineSpec(0, 1, 512, KvType.F32, false);
  }

  /** What is rated of which text. */
  private record Question(Answer answer, Aspect aspect) {}

  private static List<Question> byAspect(List<Answer> answers) {
    return Stream.of(Aspect.values())
        .flatMap(aspect -> answers.stream().map(answer -> new Question(answer, aspect)))
        .toList();
  }

  private static Map<Question, Rating> rate(Path file, List<Question> asked) {
    try (LlamaModel judge = LlamaModel.load(file, LlamaModel.Options.cpu(), Progress.NONE);
        LlamaContext context = LlamaContext.of(judge, RatingDecoder.options(engine(), 2000))) {
      JudgeQuestions questions = new JudgeQuestions(judge, ChatFormat.LLAMA2, "being kind");
      RatingDecoder decoder = new RatingDecoder(judge, context);
      Map<Question, Rating> ratings = new LinkedHashMap<>();
      for (Question q : asked) {
        int[] head = questions.headOf(q.aspect());
        assertThat(head).hasSizeGreaterThan(20);
        ratings.put(q, decoder.rate(questions.of(q.aspect(), q.answer()), head));
      }
      return ratings;
    }
  }

  @ParameterizedTest
  @MethodSource("judges")
  void ratingsDoNotDependOnOtherTextsOrTheirOrder(Path file) {
    List<Question> asked = byAspect(answers());
    Map<Question, Rating> expected = rate(file, asked);
    List<Question> shuffled = new ArrayList<>(asked);
    Collections.shuffle(shuffled, new Random(7));
    assertThat(rate(file, shuffled)).containsExactlyInAnyOrderEntriesOf(expected);
    for (Question question : shuffled.subList(0, 12)) {
      assertThat(rate(file, List.of(question)).get(question)).isEqualTo(expected.get(question));
    }
    assertThat(expected.values()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("judges")
  void expectedRatingsAreThoseOfTheSoftmaxOverTheLogits(Path file) {
    boolean isExact = file.equals(tiny);
    Map<Question, Rating> ratings = rate(file, byAspect(answers()));
    try (LlamaModel judge = LlamaModel.load(file, LlamaModel.Options.cpu(), Progress.NONE);
        LlamaContext context =
            LlamaContext.of(judge, new LlamaContext.Options(2048, 2048, 1, 1, KvType.F32, false))) {
      JudgeQuestions questions = new JudgeQuestions(judge, ChatFormat.LLAMA2, "being kind");
      ratings.forEach(
          (question, rating) -> {
            double[] apart = apart(context, questions.of(question.aspect(), question.answer()));
            // other batches: weights that are not F32 amplify the last bits
            assertThat(rating.expected()).isCloseTo(apart[0], within(isExact ? 1e-5 : 2e-2));
            assertThat(rating.mass()).isCloseTo(apart[1], within(isExact ? 1e-6 : 2e-3));
            assertThat(rating.zero() + rating.one() + rating.two()).isCloseTo(1, within(1e-12));
          });
    }
  }

  /** The expected rating, as the definition has it, and the mass, of a whole text in one batch. */
  private static double[] apart(LlamaContext context, RatedText text) {
    context.clear();
    Batch batch = new Batch();
    for (int p = 0; p < text.length(); p++) {
      boolean isLast = p == text.length() - 1;
      batch.add(text.tokens()[p], p, isLast ? Batch.Output.LOGITS : Batch.Output.NONE, 0);
    }
    context.decode(batch);
    FloatBuffer logits = context.logits(text.length() - 1);
    double all = 0;
    for (int i = 0; i < logits.limit(); i++) {
      all += Math.exp(logits.get(i));
    }
    double sum = 0;
    double weighted = 0;
    for (int r = 0; r < 3; r++) {
      double exp = Math.exp(logits.get(text.ratings()[r]));
      sum += exp;
      weighted += r * exp;
    }
    return new double[] {weighted / sum, sum / all};
  }

  /** In the same batches it is the same arithmetic but for the order of the sums. */
  @Test
  void onQuantizedWeightsTheSoftmaxIsThatOfTheSameBatches() {
    for (Path file : List.of(quantized, DEMO)) {
      try (LlamaModel judge = LlamaModel.load(file, LlamaModel.Options.cpu(), Progress.NONE);
          LlamaContext context = LlamaContext.of(judge, RatingDecoder.options(engine(), 2000))) {
        JudgeQuestions questions = new JudgeQuestions(judge, ChatFormat.LLAMA2, "being kind");
        RatingDecoder decoder = new RatingDecoder(judge, context);
        for (Answer answer : answers().subList(0, 4)) {
          RatedText text = questions.of(Aspect.FLUENCY, answer);
          Rating rating = decoder.rate(text, new int[0]);
          double[] apart = apart(context, text);
          assertThat(rating.expected()).isCloseTo(apart[0], within(1e-12));
          assertThat(rating.mass()).isCloseTo(apart[1], within(1e-12));
        }
      }
    }
  }
}
