package dev.steerage.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.Pole;
import dev.steerage.report.page.PairTexts.Limits;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.TokenRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairTextsTest {
  private static final Condition BASELINE = Condition.baseline("m", "b");

  /** Three pairs with two tokens a pole, in the order of token files: one pole after the other. */
  private static List<TokenRow> rows() {
    List<TokenRow> rows = new ArrayList<>();
    for (Pole pole : Pole.values()) {
      for (String pair : List.of("one", "two", "three")) {
        for (int position = 5; position < 7; position++) {
          rows.add(new TokenRow(pair, pole, position, position, pair + position, -1));
        }
      }
    }
    return rows;
  }

  private static PairTexts texts(List<ContrastPair> pairs, Limits limits) {
    return PairTexts.of(
        List.of("b"), behavior -> pairs, List.of(BASELINE), condition -> Stream.of(rows()), limits);
  }

  private static List<String> shown(int logprobs) throws IOException {
    PairTexts texts = texts(List.of(), new Limits(1000, logprobs));
    List<String> shown = new ArrayList<>();
    for (JsonNode text : new ObjectMapper().readTree(texts.json()).path("texts").path(0)) {
      shown.add(text.path("pair").asText() + " " + text.path("pole").asText());
    }
    return shown;
  }

  @Test
  void aPageThatIsFullHasTheFirstPairsWithBothContinuations() throws IOException {
    assertThat(shown(12)).hasSize(6);
    assertThat(shown(11))
        .containsExactly("one positive", "two positive", "one negative", "two negative");
    assertThat(shown(4)).containsExactly("one positive", "one negative");
    // one pair at least
    assertThat(shown(1)).containsExactly("one positive", "one negative");
  }

  @Test
  void conditionsWithoutTokensArePassedOver(@TempDir Path folder) {
    RunFolder run =
        RunFolder.open(folder.resolve("run"), "spec", Map.of(), RunFolder.Existing.RESUME);
    Condition lost = new Condition("m", "b", "v-layer1-coefficient1", "v", 1, 1);
    assertThat(PairTexts.of(run, List.of(lost))).isEqualTo(PairTexts.NONE);
    run.writeTokens(BASELINE, 0, rows());
    assertThat(PairTexts.of(run, List.of(BASELINE, lost)).json())
        .isEqualTo(texts(List.of(), new Limits(1000, 1000)).json());
  }

  @Test
  void promptsAndContinuationsAreThoseOfTheRunFolder(@TempDir Path folder) throws IOException {
    RunFolder run =
        RunFolder.open(folder.resolve("run"), "spec", Map.of(), RunFolder.Existing.RESUME);
    ContrastPair pair = new ContrastPair("one", "be \"x\"", "</script>\u2028?", "yes\n", "no");
    run.pairs().write("b", List.of(pair));
    String json = PairTexts.of(run, List.of(BASELINE)).json();
    assertThat(json).doesNotContain("<", "\u2028");
    JsonNode shown = new ObjectMapper().readTree(json).path("pairs").path("b").path(0);
    assertThat(shown.path("id").asText()).isEqualTo("one");
    assertThat(shown.path("system").asText()).isEqualTo("be \"x\"");
    assertThat(shown.path("prompt").asText()).isEqualTo("</script>\u2028?");
    assertThat(shown.path("positive").asText()).isEqualTo("yes\n");
    assertThat(shown.path("negative").asText()).isEqualTo("no");
  }

  @Test
  void aPageThatIsFullSaysWhatItLacks() throws IOException {
    List<ContrastPair> pairs = new ArrayList<>();
    for (String id : List.of("one", "two", "three")) {
      pairs.add(new ContrastPair(id, null, "0123456789", "yes", "no"));
    }
    assertThat(texts(pairs, new Limits(1000, 1000)).missing()).isEmpty();
    PairTexts some = texts(pairs, new Limits(40, 8));
    assertThat(new ObjectMapper().readTree(some.json()).path("pairs").path("b")).hasSize(2);
    assertThat(some.missing())
        .contains("Of 3 pairs the first 2 have their texts")
        .contains("the first pairs are here, 2 of 3 in all");
  }
}
