package dev.steerage.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.dataset.Pole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreClustersTest {
  private static final Condition BASELINE = Condition.baseline("demo", "myopia");

  @TempDir private Path folder;

  private RunFolder run() {
    RunFolder run =
        RunFolder.open(folder.resolve("run"), "spec", Map.of(), RunFolder.Existing.RESUME);
    List<TokenRow> tokens = new ArrayList<>();
    for (Pole pole : Pole.values()) {
      for (String pair : List.of("a", "b", "c")) {
        tokens.add(new TokenRow(pair, pole, 7, 5, "x", -1, null, null));
      }
    }
    run.writeTokens(BASELINE, 0, tokens);
    return run;
  }

  @Test
  void theClusterOfEachPairIsWrittenAndReadBack() {
    RunFolder run = run();
    run.writeScores(
        List.of(BASELINE), Map.of(), (behavior, part) -> Map.of("a", "a", "b", "a", "c", "c"));
    assertThat(run.readScores())
        .extracting(ScoreRow::cluster)
        .containsExactly("a", "a", "c", "a", "a", "c");
    run.writeScores(List.of(BASELINE), Map.of(), PairClusters.NONE);
    assertThat(run.readScores()).allMatch(row -> row.cluster().equals(row.pair()));
  }

  @Test
  void inAFileWithoutTheColumnEachPairIsByItself() throws IOException {
    RunFolder run = run();
    Files.writeString(
        run.folder().resolve("scores.csv"),
        "model,behavior,condition,intervention,layer,coefficient,pair,pole,n_tokens,sum,mean,padded_mean\n"
            + "demo,myopia,baseline,baseline,,0.0,a,positive,1,-1.0,-1.0,-1.0\n"
            + "demo,myopia,baseline,baseline,,0.0,b,positive,1,-1.0,-1.0,-1.0\n");
    assertThat(run.readScores()).extracting(ScoreRow::cluster).containsExactly("a", "b");
  }
}
