package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.evaluation.ComparisonSpec;
import dev.steerage.metric.Comparison;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.ComparisonTable;
import dev.steerage.report.EffectTable;
import dev.steerage.report.MetricsReport;
import dev.steerage.report.OwnVectorTable;
import dev.steerage.report.TableFormat;
import dev.steerage.report.TitledTable;
import dev.steerage.report.VerdictTable;
import dev.steerage.runlog.AtomicFile;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The models of a run against their references.
 *
 * @param results empty where no model has one
 * @param verdicts the answer, its lines, and what vectors extracted on each model do
 * @param effects of single conditions
 * @param margin that the verdicts are about
 */
record RunComparison(
    List<ComparisonResult> results,
    List<TitledTable> verdicts,
    List<TitledTable> effects,
    Margin margin) {

  /**
   * Compares what a run folder holds.
   *
   * @param reference as {@link ComparisonSpec#reference}, of the models that the scores have
   * @throws InputException if no model of the run has that name
   */
  static RunComparison of(RunFolder folder, RunNumbers numbers, String reference, Margin margin) {
    List<ScoreRow> scores = numbers.scores();
    List<ComparisonResult> results =
        Comparison.of(
            scores,
            folder.readVectors(),
            numbers.aggregation(),
            references(folder, scores, reference),
            margin);
    List<MetricResult> metrics = numbers.results();
    List<TitledTable> verdicts = new ArrayList<>(VerdictTable.of(results, metrics, margin));
    verdicts.addAll(OwnVectorTable.of(results));
    return new RunComparison(results, verdicts, EffectTable.of(results, metrics), margin);
  }

  /** Name of the reference by model, as a run's provenance has it. */
  static Map<String, String> references(RunFolder folder) {
    Map<String, String> references = new LinkedHashMap<>();
    folder
        .readProvenance()
        .path("references")
        .properties()
        .forEach(entry -> references.put(entry.getKey(), entry.getValue().asText()));
    return references;
  }

  /**
   * The same for a reference that is asked for: every other model is compared with it.
   *
   * @throws InputException if no model of the run has that name
   */
  static Map<String, String> references(RunFolder folder, List<ScoreRow> scores, String asked) {
    if (asked.equals(ComparisonSpec.AUTO)) {
      return references(folder);
    }
    Map<String, String> references = new LinkedHashMap<>();
    if (asked.equals(ComparisonSpec.NONE)) {
      return references;
    }
    List<String> models = scores.stream().map(s -> s.condition().model()).distinct().toList();
    if (!models.contains(asked)) {
      throw InputException.in(
          folder.folder(),
          "has no model '%s' to be the reference; it has %s"
              .formatted(InputFile.shown(asked), String.join(", ", models)));
    }
    models.stream().filter(m -> !m.equals(asked)).forEach(m -> references.put(m, asked));
    return references;
  }

  /**
   * Writes {@code comparison.csv} and its tables; where nothing is compared, takes away those that
   * an earlier report has left, and their figure.
   */
  void write(Path folder) {
    Path tables = folder.resolve("report").resolve("tables");
    if (results.isEmpty()) {
      delete(folder.resolve("comparison.csv"));
      delete(tables.resolve("comparison.csv"));
      delete(tables.resolve("comparison.tex"));
      delete(tables.resolveSibling("figures").resolve("slope-ratios.svg"));
      delete(tables.resolveSibling("figures").resolve("slope-ratios.png"));
      return;
    }
    String csv = ComparisonTable.csv(results);
    AtomicFile.write(folder.resolve("comparison.csv"), csv);
    AtomicFile.write(tables.resolve("comparison.csv"), csv);
    List<TitledTable> all = new ArrayList<>(verdicts);
    all.addAll(effects);
    MetricsReport report = new MetricsReport(List.of(), all, List.of());
    AtomicFile.write(tables.resolve("comparison.tex"), TableFormat.TEX.render(report));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be deleted", e);
    }
  }
}
