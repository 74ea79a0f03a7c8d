package dev.steerage.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BehaviorClustersTest {
  @TempDir private Path folder;

  @Test
  void pairsOfOnePromptUnderOneSystemPromptBelongTogether() throws IOException {
    Path file = folder.resolve("myopia.jsonl");
    Files.writeString(
        file,
        """
        {"id": "a", "prompt": "p", "positive": "1", "negative": "2"}
        {"id": "b", "prompt": "q", "positive": "1", "negative": "2"}
        {"id": "c", "prompt": "p", "system": "s", "positive": "1", "negative": "2"}
        {"id": "d", "prompt": "p", "positive": "3", "negative": "4"}
        {"id": "e", "prompt": "p", "system": "s", "positive": "5", "negative": "2"}
        """);
    PromptClusters clusters =
        PromptClusters.of(BehaviorReader.read(file, HalfOrder.POSITIVE_FIRST));
    assertThat(clusters.of(3, 5)).containsExactly(entry("d", "a"), entry("e", "c"));
    assertThat(clusters.of(0, 5))
        .containsExactly(
            entry("a", "a"), entry("b", "b"), entry("c", "c"), entry("d", "a"), entry("e", "c"));
  }
}
