package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.likelihood.ChoiceNormalization;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.Progress;
import dev.steerage.llama.Quantizer;
import dev.steerage.runlog.CapabilityFolder;
import dev.steerage.runlog.ChoiceRow;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Questions of the bundled model against log-likelihoods that HF transformers computed in float32
 * from the same weights (src/test/resources/golden/make_capability.py).
 */
class GoldenCapabilityTest {
  private static final int QUESTIONS = 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void everyChoiceAgreesWithTransformersInFloat32(ChoiceAnswer answer) throws IOException {
    Path model = folder.resolve("f32.gguf");
    Quantizer.quantize(
        Path.of("models/steerage-demo-f16.gguf"),
        model,
        "f32",
        0,
        Quantizer.Requantize.REFUSE,
        Optional.empty(),
        Progress.NONE);
    List<String> lines =
        Files.readAllLines(
            Path.of(
                "src/main/resources/dev/steerage/dataset/capabilities/general-knowledge.jsonl"));
    Path set = Files.write(folder.resolve("set.jsonl"), lines.subList(0, QUESTIONS));
    Path pairs =
        Files.writeString(
            folder.resolve("pairs.jsonl"),
            "{\"prompt\": \"Yes?\", \"positive\": \"Yes.\", \"negative\": \"No.\"}\n");
    JsonNode golden =
        new ObjectMapper().readTree(Path.of("src/test/resources/golden/capability.json").toFile());
    int layer = golden.path("layer").asInt();
    double coefficient = golden.path("coefficient").asDouble();
    EvaluationSpec spec =
        new EvaluationSpec(
            List.of(model),
            List.of(pairs),
            HalfOrder.POSITIVE_FIRST,
            ChatFormatName.LLAMA2,
            List.of(
                new VectorSpec(
                    Path.of("models/demo/vectors/myopia.gguf"),
                    List.of(layer),
                    List.of(coefficient),
                    InterventionSpec.Scope.ALL)),
            Aggregation.MEAN,
            null,
            ComparisonSpec.standard(),
            new EngineSpec(0, 2, EngineSpec.DEFAULT_BATCH_TOKENS, KvType.F32, false),
            Extras.NONE.with(new CapabilitySpec(List.of(set), answer, ChoiceNormalization.NONE)));
    CapabilityFolder capability =
        new CapabilityFolder(
            Evaluation.run(
                spec, folder.resolve("run"), RunFolder.Existing.RESUME, EvaluationListener.NONE));
    List<Condition> conditions = capability.readConditions();
    assertThat(conditions).hasSize(2);
    for (Condition condition : conditions) {
      JsonNode expected =
          golden
              .path("answers")
              .path(answer.toString())
              .path(condition.isBaseline() ? "baseline" : "steered");
      List<ChoiceRow> rows = capability.read(condition).orElseThrow();
      assertThat(rows).hasSize(4 * QUESTIONS).hasSameSizeAs(expected);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(rows.get(i).tokens()).isEqualTo(expected.get(i).path("n_tokens").asInt());
        assertThat(rows.get(i).sum())
            .isCloseTo(expected.get(i).path("sum").asDouble(), within(1e-4));
      }
    }
  }
}
