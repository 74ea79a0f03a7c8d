package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.dataset.ChoiceQuestion;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.dataset.Pole;
import dev.steerage.dataset.QuestionReader;
import dev.steerage.evaluation.InterventionSpec.FineTunedSpec;
import dev.steerage.evaluation.InterventionSpec.LoraSpec;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.SystemPromptSpec;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.ChoiceNormalization;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.CapabilityFolder;
import dev.steerage.runlog.ChoiceRow;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.tiny.TinyLora;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions with choices, of small random models. */
class CapabilityEvaluationTest {
  private static final Path TOKENIZER = Path.of("models/steerage-demo-f16.gguf");
  private static final String QUESTIONS =
      """
      {"id": "tide", "question": "How often does the tide come in?", "choices": ["Twice a day", "Once a week", "Never", "Twice a day and once a week"], "answer": 0}
      {"id": "bread", "question": "What does bread want, apart from time?", "choices": ["Flour, water and salt", "Gates"], "answer": "A"}
      {"id": "same", "question": "Which one is it?", "choices": ["This", "This", "That", "The other one", "None of them"], "answer": "D"}
      """;

  @TempDir private Path folder;
  private Path model;
  private Path questions;
  private Path vector;

  @BeforeEach
  void write() throws IOException {
    model = TinyModel.of(TOKENIZER).layers(3).write(folder.resolve("model.gguf"));
    questions = Files.writeString(folder.resolve("questions.jsonl"), QUESTIONS);
    vector = folder.resolve("v.gguf");
    float[] direction = new float[64];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (i * 7 % 11 - 5) / 8f;
    }
    ControlVectorWriter.write(vector, "llama", new TreeMap<>(Map.of(1, direction)));
  }

  private Path behavior(String name, String pairs) throws IOException {
    return Files.writeString(folder.resolve(name + ".jsonl"), pairs);
  }

  private Path anyBehavior(String name) throws IOException {
    return behavior(
        name, "{\"prompt\": \"Yes?\", \"positive\": \"Yes.\", \"negative\": \"No.\"}\n");
  }

  private RunFolder evaluate(
      String name, List<Path> behaviors, CapabilitySpec capability, InterventionSpec... specs) {
    return evaluate(name, 512, behaviors, capability, EvaluationListener.NONE, specs);
  }

  private RunFolder evaluate(
      String name,
      int batchTokens,
      List<Path> behaviors,
      CapabilitySpec capability,
      EvaluationListener listener,
      InterventionSpec... specs) {
    EvaluationSpec spec =
        new EvaluationSpec(
            List.of(model),
            behaviors,
            HalfOrder.POSITIVE_FIRST,
            ChatFormatName.LLAMA2,
            List.of(specs),
            Aggregation.SUM,
            null,
            ComparisonSpec.standard(),
            new EngineSpec(0, 1, batchTokens, KvType.F32, false),
            Extras.NONE.with(capability));
    return Evaluation.run(spec, folder.resolve(name), RunFolder.Existing.RESUME, listener);
  }

  private CapabilitySpec asked(ChoiceAnswer answer) {
    return new CapabilitySpec(List.of(questions), answer, ChoiceNormalization.NONE);
  }

  private VectorSpec steered(Positions positions) {
    return new VectorSpec(
        "v-" + positions,
        vector,
        List.of(1),
        List.of(-2.0, 3.0),
        new VectorUse(positions, Scale.RAW, null),
        Scope.ALL);
  }

  private InterventionSpec[] interventions() {
    Path lora =
        TinyLora.of(
                TinyModel.of(TOKENIZER).layers(3), "blk.0.attn_q.weight", "blk.1.ffn_down.weight")
            .write(folder.resolve("lora.gguf"));
    Path tuned = TinyModel.of(TOKENIZER).layers(3).seed(2).write(folder.resolve("tuned.gguf"));
    return new InterventionSpec[] {
      steered(Positions.ALL),
      steered(Positions.PROMPT),
      steered(Positions.CONTINUATION),
      new LoraSpec("lora", lora, List.of(1.0), Scope.ALL),
      new FineTunedSpec("tuned", tuned, Scope.ALL),
      new SystemPromptSpec("brief", "Be brief.", Scope.ALL)
    };
  }

  /** Every choice but the first against the first, as contrast pairs of the same prompt. */
  private Path asPairs(ChoiceAnswer answer) throws IOException {
    StringBuilder pairs = new StringBuilder();
    for (ChoiceQuestion question : QuestionReader.read(questions).questions()) {
      for (int i = 1; i < question.choices().size(); i++) {
        pairs.append(
            "{\"id\": \"%s-%d\", \"prompt\": \"%s\", \"positive\": \"%s\", \"negative\": \"%s\"}\n"
                .formatted(
                    question.id(),
                    i,
                    answer.prompt(question).replace("\n", "\\n"),
                    answer.continuation(question, 0),
                    answer.continuation(question, i)));
      }
    }
    return behavior("pairs", pairs.toString());
  }

  @ParameterizedTest
  @EnumSource
  void likelihoodsAreThoseOfPairsOfTheSamePromptUnderEveryIntervention(ChoiceAnswer answer)
      throws IOException {
    RunFolder run = evaluate("run", List.of(asPairs(answer)), asked(answer), interventions());
    Map<String, Double> sums = new HashMap<>();
    for (ScoreRow row : run.readScores()) {
      String choice = row.pole() == Pole.POSITIVE ? row.pair().replaceAll("-.*", "-0") : row.pair();
      sums.put(row.condition().condition() + " " + choice, row.sum());
    }
    CapabilityFolder capability = new CapabilityFolder(run);
    List<Condition> conditions = capability.readConditions();
    assertThat(conditions)
        .extracting(Condition::condition)
        .containsExactly(
            "baseline",
            "v-all-layer1-coefficient-2",
            "v-all-layer1-coefficient3",
            "v-prompt-layer1-coefficient-2",
            "v-prompt-layer1-coefficient3",
            "v-continuation-layer1-coefficient-2",
            "v-continuation-layer1-coefficient3",
            "lora-scale1",
            "tuned",
            "brief");
    Map<String, Double> baseline = new HashMap<>();
    for (Condition condition : conditions) {
      assertThat(condition.behavior()).isEqualTo("questions");
      List<ChoiceRow> rows = capability.read(condition).orElseThrow();
      assertThat(rows).hasSize(11);
      boolean isAnyOther = false;
      for (ChoiceRow row : rows) {
        String choice = row.question() + "-" + row.choice();
        assertThat(row.sum())
            .describedAs("%s %s", condition.condition(), choice)
            .isCloseTo(sums.get(condition.condition() + " " + choice), within(1e-5));
        isAnyOther |= Math.abs(row.sum() - baseline.getOrDefault(choice, row.sum())) > 1e-3;
        if (condition.isBaseline()) {
          baseline.put(choice, row.sum());
        }
      }
      boolean oneTokenBehindThePrompt =
          answer == ChoiceAnswer.LETTER && condition.intervention().equals("v-continuation");
      assertThat(isAnyOther || condition.isBaseline() || oneTokenBehindThePrompt).isTrue();
    }
  }

  @Test
  void rowsSayWhatTheChoicesAre() throws IOException {
    RunFolder run = evaluate("run", List.of(anyBehavior("a")), asked(ChoiceAnswer.TEXT));
    List<ChoiceRow> rows =
        new CapabilityFolder(run).read(Condition.baseline("model", "questions")).orElseThrow();
    assertThat(rows.stream().filter(ChoiceRow::isBest).map(ChoiceRow::choice))
        .containsExactly(0, 0, 3);
    assertThat(rows.get(0).bytes()).isEqualTo("Twice a day".length());
    assertThat(rows.get(0).answer()).isEqualTo(ChoiceAnswer.TEXT);
    // the same text has the same likelihood
    assertThat(rows.get(7).sum()).isCloseTo(rows.get(6).sum(), within(1e-6));
    assertThat(run.folder().resolve("capability/model/questions/baseline.csv.sha256")).exists();
    assertThat(run.readProvenance().at("/capabilities/0/questions").asInt()).isEqualTo(3);
  }

  @Test
  void aPromptIsDecodedOnceForAllOfItsChoices() throws IOException {
    List<Path> behaviors = List.of(anyBehavior("a"));
    LongAdder with = new LongAdder();
    LongAdder without = new LongAdder();
    RunFolder run =
        evaluate(
            "with",
            512,
            behaviors,
            asked(ChoiceAnswer.TEXT),
            counting(with),
            steered(Positions.ALL));
    evaluate(
        "without", 512, behaviors, CapabilitySpec.NONE, counting(without), steered(Positions.ALL));
    long once = 0;
    try (LlamaModel loaded = Models.load(model, LlamaModel.Options.tokenizer())) {
      PairTokenizer tokenizer = new PairTokenizer(ChatFormat.LLAMA2);
      for (ChoiceQuestion question : QuestionReader.read(questions).questions()) {
        int prompt = 0;
        for (String choice : question.choices()) {
          TokenizedText text = tokenizer.tokenize(loaded, "any", question.question(), choice);
          prompt = text.mask().start();
          once += text.mask().length() - 1; // nothing follows the last one
        }
        once += prompt;
      }
    }
    assertThat(with.sum() - without.sum()).isEqualTo(3 * once); // baseline and two coefficients
    assertThat(run.readProvenance().path("tokens_decoded").asLong()).isEqualTo(with.sum());
    EvaluationPlan plan =
        Evaluation.plan(
            SpecFile.read(run.folder().resolve("spec.yaml")),
            folder.resolve("new"),
            RunFolder.Existing.RESUME,
            EvaluationListener.NONE);
    assertThat(plan.tokens()).isEqualTo(with.sum());
  }

  private static EvaluationListener counting(LongAdder tokens) {
    return new EvaluationListener() {
      @Override
      public void decoded(long more) {
        tokens.add(more);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 40})
  void theSizeOfABatchDoesNotMatter(int batchTokens) throws IOException {
    List<Path> behaviors = List.of(anyBehavior("a"));
    RunFolder wide =
        evaluate("wide", behaviors, asked(ChoiceAnswer.TEXT), steered(Positions.CONTINUATION));
    RunFolder narrow =
        evaluate(
            "narrow",
            batchTokens,
            behaviors,
            asked(ChoiceAnswer.TEXT),
            EvaluationListener.NONE,
            steered(Positions.CONTINUATION));
    for (Condition condition : new CapabilityFolder(wide).readConditions()) {
      List<ChoiceRow> rows = new CapabilityFolder(wide).read(condition).orElseThrow();
      List<ChoiceRow> others = new CapabilityFolder(narrow).read(condition).orElseThrow();
      for (int i = 0; i < rows.size(); i++) {
        assertThat(others.get(i).sum()).isCloseTo(rows.get(i).sum(), within(1e-5));
      }
    }
  }

  @Test
  void aSetIsReadOnceForSeveralBehaviorsButWhereTheirConditionsDiffer() throws IOException {
    List<Path> behaviors =
        List.of(
            anyBehavior("a"),
            behavior(
                "b",
                "{\"prompt\": \"A longer one?\", \"positive\": \"No.\", \"negative\": \"Yes.\"}"));
    VectorSpec scaled =
        new VectorSpec(
            "s",
            vector,
            List.of(1),
            List.of(0.5),
            new VectorUse(Positions.ALL, Scale.RESIDUAL, null),
            Scope.ALL);
    RunFolder run =
        evaluate("run", behaviors, asked(ChoiceAnswer.TEXT), steered(Positions.ALL), scaled);
    CapabilityFolder capability = new CapabilityFolder(run);
    assertThat(capability.readConditions())
        .extracting(Condition::condition)
        .containsExactly(
            "baseline",
            "v-all-layer1-coefficient-2",
            "v-all-layer1-coefficient3",
            "s-on-a-layer1-coefficient0.5",
            "s-on-b-layer1-coefficient0.5");
    assertThat(capability.readConditions()).allMatch(capability::holds);
  }

  @Test
  void aFileThatIsMissingIsMadeAgainAndOthersAreLeftAlone() throws IOException {
    List<Path> behaviors = List.of(anyBehavior("a"));
    InterventionSpec[] specs = interventions();
    RunFolder run = evaluate("run", behaviors, asked(ChoiceAnswer.TEXT), specs);
    Path files = run.folder().resolve("capability/model/questions");
    List<Path> lost = new ArrayList<>();
    Map<Path, byte[]> before = new HashMap<>();
    for (String name : List.of("baseline", "tuned", "brief", "v-all-layer1-coefficient3")) {
      Path file = files.resolve(name + ".csv");
      before.put(file, Files.readAllBytes(file));
      lost.add(file);
      Files.delete(file);
    }
    Path other = files.resolve("lora-scale1.csv");
    FileTime old = FileTime.fromMillis(1_000_000); // a time that no new file has
    Files.setLastModifiedTime(other, old);
    evaluate("run", behaviors, asked(ChoiceAnswer.TEXT), specs);
    for (Path file : lost) {
      assertThat(file).hasBinaryContent(before.get(file));
    }
    assertThat(Files.getLastModifiedTime(other)).isEqualTo(old);
  }
}
