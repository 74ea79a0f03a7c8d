package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.dataset.Answer;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import dev.steerage.llama.Quantizer;
import dev.steerage.runlog.Aspect;
import dev.steerage.runlog.Rating;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ratings by the bundled model against those that HF transformers computed in float32 from the same
 * weights (src/test/resources/golden/make_judge_golden.py), tokens included.
 */
class GoldenRatingsTest {
  private static final Path F16 = Path.of("models/steerage-demo-f16.gguf");
  private static final Path GOLDEN = Path.of("src/test/resources/golden/ratings.json");

  @TempDir private Path folder;

  @Test
  void expectedRatingsAgreeWithTransformersInFloat32() throws IOException {
    Path f32 = folder.resolve("steerage-demo-f32.gguf");
    Quantizer.quantize(
        F16, f32, "f32", 1, Quantizer.Requantize.REFUSE, Optional.empty(), Progress.NONE);
    JsonNode rows = new ObjectMapper().readTree(GOLDEN.toFile());
    assertThat(rows).hasSize(12);
    EngineSpec engine = new EngineSpec(0, 1, 512, KvType.F32, false);
    try (LlamaModel judge = LlamaModel.load(f32, LlamaModel.Options.cpu(), Progress.NONE);
        LlamaContext context = LlamaContext.of(judge, RatingDecoder.options(engine, 1000))) {
      JudgeQuestions questions =
          new JudgeQuestions(judge, ChatFormat.LLAMA2, "accepting to be corrected");
      RatingDecoder decoder = new RatingDecoder(judge, context);
      for (JsonNode row : rows) {
        Aspect aspect = Aspect.valueOf(row.path("aspect").asText().toUpperCase(Locale.ROOT));
        Answer answer =
            new Answer("a", null, row.path("prompt").asText(), row.path("answer").asText());
        RatedText text = questions.of(aspect, answer);
        assertThat(text.tokens()).containsExactly(numbers(row.path("tokens")));
        assertThat(text.ratings()).containsExactly(numbers(row.path("ratings")));
        Rating rating = decoder.rate(text, questions.headOf(aspect));
        assertThat(rating.expected()).isCloseTo(row.path("expected").asDouble(), within(1e-5));
        assertThat(rating.mass()).isCloseTo(row.path("mass").asDouble(), within(1e-5));
      }
    }
  }

  private static int[] numbers(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
