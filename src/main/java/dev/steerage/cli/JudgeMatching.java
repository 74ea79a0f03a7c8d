package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.dataset.AnswerFile;
import dev.steerage.dataset.AnswerReader;
import dev.steerage.dataset.AnswerSet;
import dev.steerage.evaluation.JudgeSpec;
import dev.steerage.evaluation.SpecFile;
import dev.steerage.metric.JudgedMatches;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.MatchRow;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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

  /**
   * The rows of {@code matches.csv}; none where the spec names no evaluation.
   *
   * @param which conditions of the evaluation the texts are of
   * @param err hears of the evaluation's conditions without texts
   */
  static List<MatchRow> of(JudgeSpec spec, Predicate<Condition> which, PrintWriter err) {
    Path path = spec.run();
    if (path == null) {
      return List.of();
    }
    RunFolder run = RunFolder.existing(path);
    List<ScoreRow> scores =
        run.readScores().stream().filter(row -> which.test(row.condition())).toList();
    List<AnswerSet> texts =
        AnswerReader.read(spec.generations()).stream()
            .map(AnswerFile::sets)
            .flatMap(List::stream)
            .toList();
    Set<String> without = new LinkedHashSet<>();
    for (ScoreRow row : scores) {
      if (!row.condition().isRandomDirection()) {
        without.add(row.condition().condition());
      }
    }
    texts.forEach(set -> without.remove(set.condition()));
    if (!without.isEmpty()) {
      err.println(
          InputFile.printable(
              "steerage: the evaluation has conditions without judged texts: "
                  + String.join(", ", without)));
    }
    return JudgedMatches.of(
        scores,
        SpecFile.read(path.resolve("spec.yaml")).aggregation(),
        behavior -> run.pairs().read(behavior),
        texts);
  }
}
