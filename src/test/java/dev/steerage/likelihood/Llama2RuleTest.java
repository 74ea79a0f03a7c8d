package dev.steerage.likelihood;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Llama2RuleTest {
  private static final int SLASH = 29914;
  private static final int INST = 25580;
  private static final int BRACKET = 29962;

  /** {@code ];} in Llama 2's vocabulary. */
  private static final int BRACKET_SEMICOLON = 1385;

  @ParameterizedTest
  @ValueSource(strings = {"corrigible", "hallucination", "myopia", "sycophancy"})
  void agreesWithTheGoldenStarts(String behavior) throws IOException {
    Path file = Path.of("src/test/resources/golden/logprobs-" + behavior + ".json");
    JsonNode texts = new ObjectMapper().readTree(file.toFile()).get("texts");
    assertThat(texts).hasSize(16);
    for (JsonNode text : texts) {
      int[] tokens =
          IntStream.range(0, text.get("tokens").size())
              .map(i -> text.get("tokens").get(i).asInt())
              .toArray();
      ContinuationMask mask = Llama2Rule.mask(tokens).orElseThrow();
      assertThat(mask.start()).isEqualTo(text.get("continuation_start").asInt());
      assertThat(mask.end()).isEqualTo(tokens.length);
      assertThat(mask.straddles()).isFalse();
    }
  }

  @Test
  void otherSlashesDoNotMatter() {
    int[] tokens = {1, SLASH, INST, SLASH, 7, SLASH, INST, BRACKET, 8, SLASH, 9, SLASH, INST};
    ContinuationMask mask = Llama2Rule.mask(tokens).orElseThrow();
    assertThat(mask).isEqualTo(new ContinuationMask(8, 13, 0, "tokens 5 to 7 are '/INST]'"));
  }

  @Test
  void theLastMarkerBeforeTheLimitCounts() {
    int[] tokens = {1, SLASH, INST, BRACKET, 5, SLASH, INST, BRACKET, 6};
    assertThat(Llama2Rule.mask(tokens).orElseThrow().start()).isEqualTo(8);
    assertThat(Llama2Rule.mask(tokens, 5).orElseThrow().start()).isEqualTo(4);
    assertThat(Llama2Rule.mask(tokens, 1)).isEmpty();
  }

  @Test
  void aMergedBracketIsTheContinuationsFirstTokenAndStraddles() {
    int[] tokens = {1, 518, SLASH, INST, BRACKET_SEMICOLON, 5};
    ContinuationMask mask = Llama2Rule.mask(tokens).orElseThrow();
    assertThat(mask.start()).isEqualTo(4);
    assertThat(mask.bytesBefore()).isEqualTo(1);
    assertThat(mask.length()).isEqualTo(2);
  }

  @Test
  void withoutMarkerOrContinuationThereIsNoMask() {
    assertThat(Llama2Rule.mask(new int[0])).isEmpty();
    assertThat(Llama2Rule.mask(new int[] {SLASH, INST})).isEmpty();
    assertThat(Llama2Rule.mask(new int[] {1, SLASH, INST, 5, 6})).isEmpty();
    int[] nothingFollows = {1, SLASH, INST, BRACKET, 4, SLASH, INST, BRACKET};
    assertThat(Llama2Rule.mask(nothingFollows)).isEmpty();
  }
}
