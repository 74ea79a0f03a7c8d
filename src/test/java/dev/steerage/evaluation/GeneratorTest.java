package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.evaluation.GeneratedText.Finish;
import dev.steerage.evaluation.Generator.Room;
import dev.steerage.evaluation.Generator.Written;
import dev.steerage.llama.GreedyDecoder;
import dev.steerage.llama.GreedyText;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SpecialTokens;
import dev.steerage.llama.Sampler;
import dev.steerage.llama.oracle.Answer;
import dev.steerage.llama.oracle.Oracle;
import dev.steerage.llama.oracle.Question;
import dev.steerage.vector.ControlVectorWriter;
import dev.steerage.vector.SteeringVectorReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of the bundled model. */
class GeneratorTest {
  private static final Path FILE = Path.of("models/steerage-demo-f16.gguf");
  private static final Path VECTOR = Path.of("models/demo/vectors/corrigible.gguf");
  private static final String EOS = "</s>";
  private static final int LAYER = 2;
  private static final int TOKENS = 40;
  private static final Sampler.Options SAMPLED = new Sampler.Options(1.2, 0, 0.98);

  private static LlamaModel model;
  private static List<String> texts;
  private static List<int[]> prompts;

  @TempDir private Path folder;

  @BeforeAll
  static void load() throws IOException {
    model = LlamaModel.load(FILE, LlamaModel.Options.cpu(), share -> true);
    Path file = Path.of("src/test/resources/dev/steerage/llama/oracle/demo-prompts.txt");
    texts = Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
    prompts = texts.stream().map(t -> model.tokenize(t, SpecialTokens.PARSED).tokens()).toList();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  /** One thread: on a busy machine, two wait for each other. */
  private static LlamaContext context(Room room) {
    return LlamaContext.of(
        model,
        new LlamaContext.Options(
            room.sequences() * 140, room.batchTokens(), room.sequences(), 1, KvType.F32, false));
  }

  private static List<Written> generate(List<int[]> prompts, Room room, Sampling sampling) {
    try (LlamaContext context = context(room)) {
      return new Generator(model, context, room, sampling)
          .generate(prompts, Positions.ALL, () -> {});
    }
  }

  private static Sampling greedy(int tokens) {
    return new Sampling(Sampler.Options.GREEDY, 0, tokens);
  }

  private static float[] direction() {
    float[] direction = SteeringVectorReader.read(VECTOR).direction(LAYER);
    for (int i = 0; i < direction.length; i++) {
      direction[i] *= 2;
    }
    return direction;
  }

  @Test
  void greedyTextsInBatchesAreThoseOfJavaLlamaCpp() {
    List<Written> ours = generate(prompts, new Room(8, 64), greedy(TOKENS));
    List<Question> questions = texts.stream().map(t -> Question.text(t, TOKENS)).toList();
    assertEqual(ours, new Oracle(Duration.ofMinutes(2)).ask(FILE, Optional.empty(), questions));
  }

  @Test
  void steeredGreedyTextsInBatchesAreThoseOfJavaLlamaCpp() throws IOException {
    Room room = new Room(8, 64);
    Path scaled = folder.resolve("scaled.gguf");
    ControlVectorWriter.write(scaled, "llama", new TreeMap<>(Map.of(LAYER, direction())));
    List<Question> questions = texts.stream().map(t -> Question.text(t, TOKENS)).toList();
    List<Answer> answers =
        new Oracle(Duration.ofMinutes(2)).ask(FILE, Optional.of(scaled), questions);
    try (LlamaContext context = context(room)) {
      Generator generator = new Generator(model, context, room, greedy(TOKENS));
      List<Written> unsteered = generator.generate(prompts, Positions.ALL, () -> {});
      context.steer(LAYER, direction());
      List<Written> steered = generator.generate(prompts, Positions.ALL, () -> {});
      assertThat(steered).isNotEqualTo(unsteered);
      assertEqual(steered, answers);
      context.unsteer();
      assertThat(generator.generate(prompts, Positions.ALL, () -> {})).isEqualTo(unsteered);
    }
  }

  private static void assertEqual(List<Written> ours, List<Answer> theirs) {
    assertThat(ours).hasSize(20);
    assertThat(ours.stream().map(w -> w.text().strip()))
        .isEqualTo(theirs.stream().map(a -> a.text().replace(EOS, "").strip()).toList());
  }

  @ParameterizedTest
  @CsvSource({"1, 512", "3, 5", "6, 64", "5, 512"})
  void greedyTextsAreThoseOfOnePromptAtATime(int sequences, int batchTokens) {
    Room alone = new Room(1, 128);
    AtomicInteger written = new AtomicInteger();
    Room room = new Room(sequences, batchTokens);
    List<int[]> few = prompts.subList(0, 6);
    try (LlamaContext one = context(alone);
        LlamaContext several = context(room)) {
      GreedyDecoder decoder = new GreedyDecoder(one, model);
      List<Written> ours =
          new Generator(model, several, room, greedy(TOKENS))
              .generate(few, Positions.ALL, written::incrementAndGet);
      assertThat(written).hasValue(few.size());
      for (int i = 0; i < few.size(); i++) {
        GreedyText wanted = decoder.decode(few.get(i), TOKENS);
        boolean isStopped = wanted.text().endsWith(EOS);
        assertThat(ours.get(i))
            .isEqualTo(
                new Written(
                    wanted.text().replace(EOS, ""),
                    wanted.steps().size() - (isStopped ? 1 : 0),
                    isStopped ? Finish.STOP : Finish.LENGTH));
      }
    }
  }

  @Test
  void aTextEndsWithTheModelsTurnOrAtTheLimit() {
    List<int[]> few = prompts.subList(0, 4);
    Room room = new Room(4, 64);
    List<Written> whole = generate(few, room, greedy(TOKENS));
    assertThat(whole).allMatch(w -> w.finish() == Finish.STOP && w.tokens() < TOKENS);
    assertThat(whole).noneMatch(w -> w.text().contains(EOS));
    int least = whole.stream().mapToInt(Written::tokens).min().orElseThrow();
    List<Written> cut = generate(few, room, greedy(least - 1));
    assertThat(cut).allMatch(w -> w.finish() == Finish.LENGTH && w.tokens() == least - 1);
    for (int i = 0; i < few.size(); i++) {
      assertThat(whole.get(i).text()).startsWith(cut.get(i).text());
    }
    // the token that would end it is not waited for
    assertThat(generate(few, room, greedy(least)))
        .anyMatch(w -> w.finish() == Finish.LENGTH && w.tokens() == least);
    assertThat(generate(few, room, greedy(1))).allMatch(w -> w.tokens() == 1);
  }

  @Test
  void aSampledTextDependsOnItsSeedAndPlaceAlone() {
    List<int[]> few = prompts.subList(0, 6);
    Sampling sampling = new Sampling(SAMPLED, 7, TOKENS);
    List<Written> texts = generate(few, new Room(6, 64), sampling);
    assertThat(generate(few, new Room(6, 64), sampling)).isEqualTo(texts);
    assertThat(generate(few, new Room(2, 9), sampling)).isEqualTo(texts);
    assertThat(generate(few, new Room(1, 512), sampling)).isEqualTo(texts);
    assertThat(generate(few.subList(0, 2), new Room(6, 64), sampling))
        .isEqualTo(texts.subList(0, 2));
    List<int[]> others = List.of(prompts.get(10), prompts.get(11), few.get(2));
    assertThat(generate(others, new Room(3, 64), sampling).get(2)).isEqualTo(texts.get(2));
    assertThat(generate(few, new Room(6, 64), new Sampling(SAMPLED, 8, TOKENS)))
        .isNotEqualTo(texts);
  }

  @Test
  void equalPromptsAreDrawnApart() {
    List<int[]> same = List.of(prompts.get(0), prompts.get(0), prompts.get(0), prompts.get(0));
    List<Written> texts = generate(same, new Room(4, 64), new Sampling(SAMPLED, 0, TOKENS));
    assertThat(texts.stream().distinct().count()).isGreaterThan(1);
  }
}
