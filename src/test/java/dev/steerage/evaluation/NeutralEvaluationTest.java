package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.InterventionSpec.FineTunedSpec;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.SystemPromptSpec;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SpecialTokens;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.NeutralMetrics;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.NeutralFolder;
import dev.steerage.runlog.NeutralRow;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.Shift;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Side effects on a neutral text, of small random models. */
class NeutralEvaluationTest {
  private static final Path TOKENIZER = Path.of("models/steerage-demo-f16.gguf");
  private static final int CHUNK = 15; // odd: the first seven and the eighth go unscored
  private static final int SCORED = 7;
  private static final Condition BASELINE = Condition.baseline("model", "pairs");
  private static final String TEXT =
      "The tide comes in twice a day. <s> is no control token here, nor is [INST]. Bread wants"
          + " flour, water, salt and time; a canal wants water and gates.\nNobody sold potatoes on"
          + " the night train, so we talked about pencils until the mountains came.\n";

  @TempDir private Path folder;
  private Path model;
  private Path behavior;
  private Path text;
  private Path vector;

  @BeforeEach
  void write() throws IOException {
    model = TinyModel.of(TOKENIZER).layers(3).write(folder.resolve("model.gguf"));
    behavior =
        Files.writeString(
            folder.resolve("pairs.jsonl"),
            "{\"prompt\": \"Yes?\", \"positive\": \"Yes.\", \"negative\": \"No.\"}\n");
    text = Files.writeString(folder.resolve("text.txt"), TEXT);
    vector = folder.resolve("v.gguf");
    float[] direction = new float[64];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (i * 7 % 11 - 5) / 8f;
    }
    ControlVectorWriter.write(vector, "llama", new TreeMap<>(Map.of(1, direction)));
  }

  private RunFolder evaluate(String name, int batchTokens, InterventionSpec... interventions) {
    EvaluationSpec spec =
        new EvaluationSpec(
            List.of(model),
            List.of(behavior),
            HalfOrder.POSITIVE_FIRST,
            ChatFormatName.LLAMA2,
            List.of(interventions),
            Aggregation.MEAN,
            new NeutralSpec(text, CHUNK, null),
            ComparisonSpec.standard(),
            new EngineSpec(0, 1, batchTokens, KvType.F32, false));
    return Evaluation.run(
        spec, folder.resolve(name), RunFolder.Existing.RESUME, EvaluationListener.NONE);
  }

  private VectorSpec steered(Positions positions, double... coefficients) {
    List<Double> list = new ArrayList<>();
    for (double coefficient : coefficients) {
      list.add(coefficient);
    }
    return new VectorSpec(
        "v", vector, List.of(1), list, new VectorUse(positions, Scale.RAW, null), Scope.ALL);
  }

  private static Condition condition(RunFolder run, String name) {
    return run.readScores().stream()
        .map(ScoreRow::condition)
        .filter(c -> c.condition().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<NeutralRow> rows(RunFolder run, Condition condition) {
    return new NeutralFolder(run).read(condition).orElseThrow();
  }

  private static MetricResult metric(RunFolder run, Condition condition, String name) {
    return NeutralMetrics.of(run, List.of(condition), Map.of()).stream()
        .filter(result -> result.metric().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void perplexityIsThatOfTheSecondHalfOfEachChunkBehindBos() {
    RunFolder run = evaluate("run", 512);
    List<NeutralRow> rows = rows(run, BASELINE);
    double sum = 0;
    int row = 0;
    try (LlamaModel loaded = Models.load(model, LlamaModel.Options.cpu());
        LlamaContext context =
            LlamaContext.of(loaded, new LlamaContext.Options(256, 64, 1, 1, KvType.F32, false))) {
      int[] tokens = loaded.tokenize(TEXT.strip(), SpecialTokens.AS_TEXT).tokens();
      int chunks = tokens.length / CHUNK;
      assertThat(chunks).isGreaterThan(2);
      assertThat(rows).hasSize(chunks * SCORED);
      for (int chunk = 0; chunk < chunks; chunk++) {
        context.clear();
        Batch batch = new Batch();
        for (int i = 0; i < CHUNK; i++) {
          int token = i == 0 ? tokens[0] : tokens[chunk * CHUNK + i];
          batch.add(token, i, Batch.Output.LOGITS, 0);
        }
        context.decode(batch);
        for (int i = CHUNK / 2 + 1; i < CHUNK; i++) {
          int target = tokens[chunk * CHUNK + i];
          double logprob = logSoftmax(context.logits(i - 1), target);
          NeutralRow own = rows.get(row++);
          assertThat(own.chunk()).isEqualTo(chunk);
          assertThat(own.position()).isEqualTo(i);
          assertThat(own.tokenId()).isEqualTo(target);
          assertThat(own.logprob()).isCloseTo(logprob, within(1e-5));
          assertThat(own.fromBaseline()).isNull();
          sum += logprob;
        }
      }
    }
    MetricResult perplexity = metric(run, BASELINE, "neutral_perplexity");
    assertThat(perplexity.value()).isCloseTo(Math.exp(-sum / row), within(0.5));
    assertThat(Math.log(perplexity.value())).isCloseTo(-sum / row, within(1e-6));
    assertThat(perplexity.n()).isEqualTo(row);
  }

  private static double logSoftmax(FloatBuffer logits, int target) {
    double sum = 0;
    for (int i = 0; i < logits.capacity(); i++) {
      sum += Math.exp(logits.get(i));
    }
    return logits.get(target) - Math.log(sum);
  }

  @Test
  void coefficientZeroChangesNothingAndGreaterOnesMore() {
    RunFolder run = evaluate("run", 512, steered(Positions.ALL, 0, 1, 400));
    Condition none = condition(run, "v-layer1-coefficient0");
    assertThat(rows(run, none))
        .allSatisfy(row -> assertThat(row.fromBaseline()).isEqualTo(new Shift(0, true)));
    MetricResult same = metric(run, none, "neutral_perplexity_ratio");
    assertThat(same.value()).isEqualTo(1);
    assertThat(same.low()).isEqualTo(1);
    assertThat(same.high()).isEqualTo(1);
    assertThat(metric(run, none, "neutral_kl_mean").value()).isEqualTo(0);
    assertThat(metric(run, none, "neutral_target_probability_rms").value()).isEqualTo(0);

    Condition little = condition(run, "v-layer1-coefficient1");
    Condition great = condition(run, "v-layer1-coefficient400");
    assertThat(metric(run, little, "neutral_kl_mean").value()).isPositive();
    assertThat(metric(run, great, "neutral_kl_mean").value())
        .isGreaterThan(2 * metric(run, little, "neutral_kl_mean").value());
    MetricResult ratio = metric(run, great, "neutral_perplexity_ratio");
    assertThat(ratio.value())
        .isCloseTo(
            metric(run, great, "neutral_perplexity").value()
                / metric(run, BASELINE, "neutral_perplexity").value(),
            within(1e-9));
  }

  @Test
  void positionsAreAllOfTheText() {
    RunFolder all = evaluate("all", 512, steered(Positions.ALL, 2));
    RunFolder continuation = evaluate("continuation", 512, steered(Positions.CONTINUATION, 2));
    Condition steered = condition(all, "v-layer1-coefficient2");
    assertClose(rows(continuation, steered), rows(all, steered));
  }

  @Test
  void theSizeOfABatchDoesNotMatter() {
    RunFolder wide = evaluate("wide", 512, steered(Positions.ALL, 2));
    RunFolder narrow = evaluate("narrow", 4, steered(Positions.ALL, 2));
    Condition steered = condition(wide, "v-layer1-coefficient2");
    assertClose(rows(narrow, steered), rows(wide, steered));
  }

  private static void assertClose(List<NeutralRow> own, List<NeutralRow> others) {
    assertThat(own).hasSameSizeAs(others);
    for (int i = 0; i < own.size(); i++) {
      assertThat(own.get(i).logprob()).isCloseTo(others.get(i).logprob(), within(1e-5));
      assertThat(kl(own.get(i))).isCloseTo(kl(others.get(i)), within(1e-5)).isPositive();
    }
  }

  private static double kl(NeutralRow row) {
    Shift shift = row.fromBaseline();
    return shift == null ? Double.NaN : shift.kl();
  }

  @Test
  void aFileThatIsMissingIsMadeAgainAndOthersAreLeftAlone() throws IOException {
    VectorSpec spec = steered(Positions.ALL, 1, 2);
    RunFolder run = evaluate("run", 512, spec);
    Path files = run.folder().resolve("neutral/model/pairs");
    Path one = files.resolve("v-layer1-coefficient1.csv");
    Path other = files.resolve("v-layer1-coefficient2.csv");
    Path baseline = files.resolve("baseline.csv");
    byte[] before = Files.readAllBytes(one);
    byte[] unsteered = Files.readAllBytes(baseline);
    Files.delete(one);
    // a time that no new file has
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(other, old);
    evaluate("run", 512, spec);
    assertThat(one).hasBinaryContent(before);
    assertThat(Files.getLastModifiedTime(other)).isEqualTo(old);
    Files.delete(baseline);
    evaluate("run", 512, spec);
    assertThat(baseline).hasBinaryContent(unsteered);
  }

  @Test
  void fineTunedWeightsAreComparedWithTheModelsOwnBaseline() throws IOException {
    Path copy = Files.copy(model, folder.resolve("copy.gguf"));
    Path tuned = TinyModel.of(TOKENIZER).layers(3).seed(2).write(folder.resolve("tuned.gguf"));
    RunFolder run =
        evaluate(
            "run",
            512,
            new FineTunedSpec("copy", copy, Scope.ALL),
            new FineTunedSpec("tuned", tuned, Scope.ALL),
            new SystemPromptSpec("prompt", "Be brief.", Scope.ALL));
    assertThat(rows(run, condition(run, "copy")))
        .allSatisfy(row -> assertThat(row.fromBaseline()).isEqualTo(new Shift(0, true)));
    assertThat(metric(run, condition(run, "tuned"), "neutral_kl_mean").value()).isPositive();
    assertThat(new NeutralFolder(run).holds(condition(run, "prompt"))).isFalse();
    assertThat(run.folder().resolve("logits")).doesNotExist();

    // the baseline's logits are made again for a result that is lost
    Path lost = run.folder().resolve("neutral/model/pairs/tuned.csv");
    byte[] before = Files.readAllBytes(lost);
    Files.delete(lost);
    evaluate(
        "run",
        512,
        new FineTunedSpec("copy", copy, Scope.ALL),
        new FineTunedSpec("tuned", tuned, Scope.ALL),
        new SystemPromptSpec("prompt", "Be brief.", Scope.ALL));
    assertThat(lost).hasBinaryContent(before);
  }
}
