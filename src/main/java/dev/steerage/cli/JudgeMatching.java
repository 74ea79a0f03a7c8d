package dev.steerage.cli;

import dev.steerage.dataset.AnswerFile;
import dev.steerage.dataset.AnswerReader;
import dev.steerage.evaluation.JudgeSpec;
import dev.steerage.evaluation.SpecFile;
import dev.steerage.metric.JudgedMatches;
import dev.steerage.runlog.MatchRow;
import dev.steerage.runlog.RunFolder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an evaluation says of the prompts of judged texts. */
final class JudgeMatching {
  private JudgeMatching() {}

  /**
   * Refuses what is no evaluation, before anything is computed.
   *
   * @throws dev.steerage.InputException if the folder has no scores
   */
  static void check(@Nullable Path run) {
    if (run != null) {
      RunFolder.existing(run);
      SpecFile.read(run.resolve("spec.yaml"));
    }
  }

  /** The rows of {@code matches.csv}; none where the spec names no evaluation. */
  static List<MatchRow> of(JudgeSpec spec) {
    Path path = spec.run();
    if (path == null) {
      return List.of();
    }
    RunFolder run = RunFolder.existing(path);
    return JudgedMatches.of(
        run.readScores(),
        SpecFile.read(path.resolve("spec.yaml")).aggregation(),
        behavior -> run.pairs().read(behavior),
        AnswerReader.read(spec.generations()).stream()
            .map(AnswerFile::sets)
            .flatMap(List::stream)
            .toList());
  }
}
