package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.dataset.Pole;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.Progress;
import dev.steerage.llama.Quantizer;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Shift;
import dev.steerage.runlog.TokenRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole evaluations of the bundled model against token ids and logprobs that HF transformers
 * computed in float32 from the same weights (src/test/resources/golden/make_golden.py).
 */
class GoldenLogprobsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path F16 = Path.of("models/steerage-demo-f16.gguf");
  private static final List<Integer> LAYERS = List.of(1, 2, 3, 4, 5);
  private static final List<Double> COEFFICIENTS = List.of(-2.0, 1.0, 3.0);

  @TempDir static Path shared;
  @TempDir Path folder;
  private static Path f32;

  @BeforeAll
  static void widen() {
    f32 = shared.resolve("steerage-demo-f32.gguf");
    Quantizer.quantize(
        F16, f32, "f32", 0, Quantizer.Requantize.REFUSE, Optional.empty(), Progress.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"corrigible", "hallucination", "myopia", "sycophancy"})
  void everyTokenAgreesWithTransformersInFloat32(String behavior) throws IOException {
    double worst = worstDifference(f32, behavior, EngineSpec.DEFAULT_BATCH_TOKENS);
    assertThat(worst).as("largest difference of a logprob, nats").isLessThan(1e-4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"corrigible", "hallucination", "myopia", "sycophancy"})
  void theF16FileAgreesWithinItsRounding(String behavior) throws IOException {
    double worst = worstDifference(F16, behavior, EngineSpec.DEFAULT_BATCH_TOKENS);
    assertThat(worst).as("largest difference of a logprob, nats").isLessThan(2e-2);
  }

  @Test
  void theSizeOfABatchDoesNotMatter() throws IOException {
    RunFolder reference = run(f32, "myopia", EngineSpec.DEFAULT_BATCH_TOKENS, "reference");
    // 16 tokens are fewer than a pair has: it is decoded in pieces
    for (int batchTokens : new int[] {16, 100, 2048}) {
      RunFolder other = run(f32, "myopia", batchTokens, "batch-" + batchTokens);
      for (Condition condition : conditions("steerage-demo-f32", "myopia")) {
        List<TokenRow> expected = reference.readTokens(condition);
        List<TokenRow> actual = other.readTokens(condition);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
          assertThat(Math.abs(actual.get(i).logprob() - expected.get(i).logprob()))
              .as("batches of %d, %s, row %d", batchTokens, condition.condition(), i)
              .isLessThan(1e-5);
        }
      }
    }
  }

  @Test
  void coefficientZeroIsTheBaselineBitForBit() throws IOException {
    Path pairs = behaviorFile("corrigible");
    RunFolder run = run(F16, pairs, "corrigible", List.of(2), List.of(3.0, 0.0), 512, "zero");
    List<TokenRow> baseline = run.readTokens(Condition.baseline("steerage-demo-f16", "corrigible"));
    List<TokenRow> zero = run.readTokens(condition("steerage-demo-f16", "corrigible", 2, 0.0));
    Shift none = new Shift(0, true);
    assertThat(zero).extracting(TokenRow::fromBaseline).containsOnly(none);
    assertThat(zero)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("fromBaseline")
        .isEqualTo(baseline);
  }

  private double worstDifference(Path model, String behavior, int batchTokens) throws IOException {
    RunFolder run = run(model, behavior, batchTokens, "run");
    JsonNode golden = golden(behavior);
    String name = model.getFileName().toString().replace(".gguf", "");
    double worst = compare(run, Condition.baseline(name, behavior), golden, "baseline");
    for (int layer : LAYERS) {
      for (double coefficient : COEFFICIENTS) {
        String key = "layer%d_coefficient%d".formatted(layer, (int) coefficient);
        Condition condition = condition(name, behavior, layer, coefficient);
        worst = Math.max(worst, compare(run, condition, golden, key));
      }
    }
    return worst;
  }

  /** Checks ids and positions, and returns the largest difference of a logprob. */
  private static double compare(RunFolder run, Condition condition, JsonNode golden, String key) {
    Iterator<TokenRow> rows = run.readTokens(condition).iterator();
    double worst = 0;
    JsonNode texts = golden.path("texts");
    assertThat(golden.path("cases").has(key)).as(key).isTrue();
    for (int t = 0; t < texts.size(); t++) {
      JsonNode text = texts.get(t);
      JsonNode logprobs = golden.path("cases").path(key).get(t);
      int start = text.path("continuation_start").asInt();
      assertThat(logprobs).hasSize(text.path("tokens").size() - start);
      for (int i = 0; i < logprobs.size(); i++) {
        TokenRow row = rows.next();
        assertThat(row.pole()).isEqualTo(Pole.ofWord(text.path("pole").asText()));
        assertThat(row.position()).isEqualTo(start + i);
        assertThat(row.tokenId()).isEqualTo(text.path("tokens").get(start + i).asInt());
        worst = Math.max(worst, Math.abs(row.logprob() - logprobs.get(i).asDouble()));
      }
    }
    assertThat(rows).isExhausted();
    return worst;
  }

  private static JsonNode golden(String behavior) throws IOException {
    return JSON.readTree(
        Path.of("src/test/resources/golden/logprobs-" + behavior + ".json").toFile());
  }

  /** The first eight pairs, which are those with golden values. */
  private Path behaviorFile(String behavior) throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("models/demo/behaviors/" + behavior + ".jsonl"));
    return Files.write(folder.resolve(behavior + ".jsonl"), lines.subList(0, 8));
  }

  private RunFolder run(Path model, String behavior, int batchTokens, String name)
      throws IOException {
    Path pairs = behaviorFile(behavior);
    return run(model, pairs, behavior, LAYERS, COEFFICIENTS, batchTokens, name);
  }

  private RunFolder run(
      Path model,
      Path pairs,
      String behavior,
      List<Integer> layers,
      List<Double> coefficients,
      int batchTokens,
      String name) {
    Path vector = Path.of("models/demo/vectors/" + behavior + ".gguf");
    EvaluationSpec spec =
        new EvaluationSpec(
            List.of(model),
            List.of(pairs),
            HalfOrder.POSITIVE_FIRST,
            ChatFormatName.LLAMA2,
            List.of(new VectorSpec(vector, layers, coefficients, InterventionSpec.Scope.ALL)),
            Aggregation.MEAN,
            new EngineSpec(0, 2, batchTokens, KvType.F32, false));
    return Evaluation.run(
        spec, folder.resolve(name), RunFolder.Existing.RESUME, EvaluationListener.NONE);
  }

  private static Condition condition(String model, String behavior, int layer, double coefficient) {
    String name = "%s-layer%d-coefficient%d".formatted(behavior, layer, (int) coefficient);
    return new Condition(model, behavior, name, behavior, layer, coefficient);
  }

  private static List<Condition> conditions(String model, String behavior) {
    List<Condition> conditions = new ArrayList<>(List.of(Condition.baseline(model, behavior)));
    for (int layer : LAYERS) {
      for (double coefficient : COEFFICIENTS) {
        conditions.add(condition(model, behavior, layer, coefficient));
      }
    }
    return conditions;
  }
}
