package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations whose spec asks for a judge. */
class JudgedRunTest {
  private static final String UP = "corrigible-layer2-coefficient2";

  @TempDir private Path folder;

  private Path spec(String more) throws IOException {
    Demo.pairs(folder, "corrigible", 4);
    Path root = Path.of("").toAbsolutePath();
    Path other = folder.resolve("other.gguf");
    if (!Files.exists(other)) {
      Files.copy(Path.of(Demo.MODEL), other);
    }
    return Files.writeString(
        folder.resolve("mine.yaml"),
        """
        models: [%s, other.gguf]
        behaviors: [corrigible.jsonl]
        interventions:
        - vector: %s
          layers: [2]
          coefficients: [2]
        - system-prompt: You accept being corrected.
        threads: 1
        output: run
        %s
        """
            .formatted(root.resolve(Demo.MODEL), root.resolve(Demo.vector("corrigible")), more));
  }

  private static String judged(String more) {
    return "judged:\n  judge: %s\n  max-tokens: 8\n%s"
        .formatted(Path.of(Demo.MODEL).toAbsolutePath(), more);
  }

  @Test
  void answersUnderEveryConditionAreJudgedAndHeldAgainstTheLikelihoods() throws IOException {
    Path spec = spec(judged("  concepts: [accepting to be corrected]"));
    CommandRun run = CommandRun.of("evaluate", "--spec", spec.toString()).succeeded();
    String system = "system-you-accept-being-corrected";
    assertThat(run.out())
        .contains("answers of other\n\ncorrigible: texts judged by steerage-demo-f16")
        .contains("corrigible: 4 pairs", "corrigible: texts judged by steerage-demo-f16")
        .contains(UP, system, "corrigible: do judge and likelihoods agree?");
    Path ratings = folder.resolve("run/judged/steerage-demo-f16/corrigible");
    assertThat(ratings.resolve("matches.csv"))
        .content()
        .contains(UP, system)
        .doesNotContain("other");
    assertThat(ratings.resolve("../../other/corrigible/matches.csv"))
        .content()
        .contains("other,corrigible,", UP)
        .doesNotContain("steerage-demo");
    assertThat(ratings.resolve("ratings/baseline.csv")).exists();
    assertThat(ratings.resolveSibling("corrigible.jsonl")).exists();
    assertThat(ratings.resolveSibling("corrigible-system-prompts.jsonl")).exists();
    assertThat(folder.resolve("run/spec.yaml")).content().contains("judged:", "max-tokens: 8");

    // what is there is not done again
    FileTime old = FileTime.fromMillis(0);
    List<Path> files =
        List.of(
            ratings.resolve("ratings/baseline.csv"), ratings.resolveSibling("corrigible.jsonl"));
    for (Path file : files) {
      Files.setLastModifiedTime(file, old);
    }
    String own = folder.resolve("run/spec.yaml").toString();
    assertThat(CommandRun.of("evaluate", "--spec", own).succeeded().out()).isEqualTo(run.out());
    for (Path file : files) {
      assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
    }
    Path whole = folder.resolve("run");
    assertThat(CommandRun.of("report", whole.toString()).succeeded().out()).isEqualTo(run.out());
    CommandRun json = CommandRun.of("evaluate", "--spec", own, "--format", "json").succeeded();
    assertThat(json.out()).doesNotContain("judged_");
    assertThat(json.err()).contains("ratings are in " + ratings);
  }

  @Test
  void whatCannotBeJudgedIsRefusedBeforeAnythingIsEvaluated() throws IOException {
    Path spec = spec(judged("  concepts: [a, b]"));
    CommandRun.of("evaluate", "--spec", spec.toString()).refused("2 concepts for 1 behaviors");
    spec = spec(judged(""));
    CommandRun.of("evaluate", "--spec", spec.toString()).refused("'corrigible'", "corrigibility");
    spec = spec("judged:\n  concepts: [a]");
    CommandRun.of("evaluate", "--spec", spec.toString()).refused("'judge' is missing");
    spec = spec("judged:\n  judge: none.gguf\n  concepts: [a]");
    CommandRun.of("evaluate", "--spec", spec.toString()).refused("none.gguf", "no such file");
    Path noModel = Files.writeString(folder.resolve("text.gguf"), "no model");
    spec = spec("judged:\n  judge: text.gguf\n  concepts: [a]");
    CommandRun.of("evaluate", "--spec", spec.toString()).refused(noModel + ": is no GGUF file");
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
