package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.InputFile;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.Progress;
import dev.steerage.llama.Quantizer;
import dev.steerage.llama.Quantizer.Requantize;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.NeutralMetrics;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Perplexities and divergences against those of llama.cpp's own llama-perplexity on the same text
 * and weights, within the error of its storage.
 *
 * <p>It keeps the base's log p as 16-bit steps between the greatest, m, and m − 16: each is off by
 * at most half of 16 / 65535 = ε = 1.22e-4. The KL at a token, Σ p (log p − log q), so moves by at
 * most ε (Σ p |log p − log q| + 1) and terms of order ε², and Σ p |log p − log q| ≤ KL + √(2 KL) by
 * Pinsker's inequality. What lies below m − 16 is left out, which is too little here to be seen. It
 * prints six decimals.
 */
class LlamaPerplexityTest {
  private static final double STEP = 16.0 / 65535 / 2;
  private static final Path F16 = Path.of("models/steerage-demo-f16.gguf");
  private static final Path TEXT = Path.of("models/demo/neutral.txt");
  private static final String BASE = "base";

  @TempDir private Path folder;

  @Test
  void figuresAreThoseOfLlamaPerplexity() throws IOException {
    JsonNode golden =
        new ObjectMapper()
            .readTree(Path.of("src/test/resources/golden/llama-perplexity.json").toFile());
    assertThat(new InputFile(F16).sha256()).isEqualTo(golden.path("base_sha256").asText());
    assertThat(new InputFile(TEXT).sha256()).isEqualTo(golden.path("text_sha256").asText());
    List<Path> models = new ArrayList<>(List.of(f32(F16, BASE)));
    for (String type : List.of("q4_k_m", "q2_k")) {
      Path quantized = folder.resolve("quantized.gguf");
      Quantizer.quantize(
          F16, quantized, type, 1, Requantize.REFUSE, Optional.empty(), Progress.NONE);
      models.add(f32(quantized, type));
    }

    RunFolder run = evaluate(models);

    List<MetricResult> base = results(run, BASE);
    assertThat(value(base, "neutral_perplexity"))
        .isCloseTo(golden.path("base_perplexity").asDouble(), within(2e-5));
    assertThat(base.get(0).n()).isEqualTo(golden.path("tokens").asInt());
    for (String type : List.of("q4_k_m", "q2_k")) {
      compare(results(run, type), golden.path("others").path(type));
    }
  }

  private Path f32(Path model, String name) {
    Path file = folder.resolve(name + ".gguf");
    Quantizer.quantize(model, file, "f32", 1, Requantize.ALLOW, Optional.empty(), Progress.NONE);
    return file;
  }

  private RunFolder evaluate(List<Path> models) throws IOException {
    Path pairs =
        Files.writeString(
            folder.resolve("pairs.jsonl"),
            "{\"prompt\": \"Yes?\", \"positive\": \"Yes.\", \"negative\": \"No.\"}\n");
    EvaluationSpec spec =
        new EvaluationSpec(
            models,
            List.of(pairs),
            HalfOrder.POSITIVE_FIRST,
            ChatFormatName.LLAMA2,
            List.of(),
            Aggregation.MEAN,
            new NeutralSpec(TEXT, 64, null),
            new ComparisonSpec(true, BASE, ReferenceRows.LOADED, Margin.TENTH),
            new EngineSpec(0, 2, 512, KvType.F32, false));
    return Evaluation.run(
        spec, folder.resolve("run"), RunFolder.Existing.RESUME, EvaluationListener.NONE);
  }

  private static List<MetricResult> results(RunFolder run, String model) {
    return NeutralMetrics.of(
        run, List.of(Condition.baseline(model, "pairs")), Map.of("q4_k_m", BASE, "q2_k", BASE));
  }

  private static void compare(List<MetricResult> results, JsonNode golden) {
    // not of stored rows: only the order of sums in F32 differs, with the shape of a batch
    assertThat(value(results, "neutral_perplexity"))
        .isCloseTo(golden.path("perplexity").asDouble(), within(2e-5));
    String kl = "neutral_reference_kl_";
    assertDivergence(value(results, kl + "mean"), golden.path("kl_mean"));
    assertThat(value(results, kl + "standard_error"))
        .isCloseTo(golden.path("kl_standard_error").asDouble(), within(1e-5));
    Map<Double, String> quantiles =
        Map.of(0.5, "median", 0.9, "p90", 0.95, "p95", 0.99, "p99", 0.999, "p99_9", 1.0, "max");
    quantiles.forEach(
        (fraction, name) ->
            assertDivergence(
                results.stream()
                    .filter(r -> r.metric().equals(kl + "quantile"))
                    .filter(r -> fraction.equals(r.fraction()))
                    .findFirst()
                    .orElseThrow()
                    .value(),
                golden.path("kl_" + name)));
    // p of the base is off by p · ε at most, and three decimals of a per cent are printed
    assertThat(100 * value(results, "neutral_reference_target_probability_rms"))
        .isCloseTo(golden.path("rms_delta_p_percent").asDouble(), within(100 * STEP + 5e-4));
    assertThat(100 * value(results, "neutral_reference_same_top_share"))
        .isCloseTo(golden.path("same_top_percent").asDouble(), within(5e-4));
  }

  private static void assertDivergence(double own, JsonNode theirs) {
    double bound = STEP * (1 + own + Math.sqrt(2 * own)) + 5e-7;
    assertThat(own).isCloseTo(theirs.asDouble(), within(bound));
  }

  private static double value(List<MetricResult> results, String metric) {
    return results.stream()
        .filter(r -> r.metric().equals(metric))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
