package dev.steerage.cli;

import dev.steerage.evaluation.ComparisonSpec;
import dev.steerage.metric.Comparison;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricWarnings;
import dev.steerage.metric.ScoreAgreement;
import dev.steerage.report.AgreementTable;
import dev.steerage.report.EffectTable;
import dev.steerage.report.RunFact;
import dev.steerage.report.RunVerdictsTable;
import dev.steerage.report.RunsTable;
import dev.steerage.report.TableFormat;
import dev.steerage.report.TitledTable;
import dev.steerage.report.VerdictTable;
import dev.steerage.report.figure.FigureStyle;
import dev.steerage.report.page.PairTexts;
import dev.steerage.runlog.AtomicFile;
import dev.steerage.runlog.JointFolder;
import dev.steerage.runlog.Margin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * Several runs side by side: what differs between them, the conditions of all, and the same model
 * of two runs pair by pair.
 *
 * @param runs at least two
 * @param report tables and figures of all
 * @param facts about the runs
 * @param texts of the pairs in all runs
 */
record JointReport(List<ReportRun> runs, RunReport report, List<RunFact> facts, PairTexts texts) {

  /**
   * Puts runs side by side.
   *
   * @param runs at least two
   * @param reference as {@link JointReferences#of} takes it
   * @param margin of the verdicts
   * @throws dev.steerage.InputException if the reference is none of the runs and models
   */
  static JointReport of(List<ReadRun> runs, String reference, Margin margin, FigureStyle style) {
    List<String> runNames = runs.stream().map(ReadRun::name).toList();
    RunIdentities identities =
        RunIdentities.of(
            runs.stream().map(r -> RunFacts.of(r.run(), r.numbers().scores())).toList());
    JointNames names = new JointNames(runNames, identities);
    JointReferences.References references =
        new JointReferences(
                runNames, runs.stream().map(r -> r.numbers().models()).toList(), identities, names)
            .of(reference);
    JointNumbers joint = JointNumbers.of(runs, identities, names);
    RunNumbers all = joint.together();
    List<ComparisonResult> compared =
        Comparison.of(all.scores(), List.of(), all.aggregation(), references.byModel(), margin);
    List<RunFact> facts = identities.facts();
    // no KL beside them: that in a run's metrics is to the reference that the run itself had
    List<TitledTable> tables =
        new ArrayList<>(VerdictTable.of(compared, List.of(), margin, references.question()));
    tables.add(Math.min(1, tables.size()), RunsTable.of(runNames, facts));
    tables.addAll(
        AgreementTable.of(
            ScoreAgreement.of(all.scores(), all.aggregation(), references.byModel())));
    tables.addAll(RunVerdictsTable.of(runNames, own(runs, names)));
    RunComparison comparison =
        new RunComparison(compared, tables, EffectTable.of(compared, List.of()), margin);
    List<String> warnings = new ArrayList<>(JointWarnings.of(runs, identities, names));
    if (compared.isEmpty() && !reference.equals(ComparisonSpec.NONE)) {
      warnings.add(JointWarnings.NOTHING_COMPARED);
    }
    warnings.addAll(MetricWarnings.of(all.scores(), all.aggregation()));
    RunReport report = RunReport.of(all, comparison, warnings, style);
    return new JointReport(
        runs.stream().map(ReadRun::run).toList(), report, facts, joint.texts(report.conditions()));
  }

  /** What each run has compared, of models under their own names. */
  private static List<List<ComparisonResult>> own(List<ReadRun> runs, JointNames names) {
    List<List<ComparisonResult>> all = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      int run = i;
      all.add(
          runs.get(i).comparison().results().stream()
              .map(r -> r.under(names.of(run, r.condition()).on(r.condition().model())))
              .toList());
    }
    return all;
  }

  /**
   * Writes everything into a folder.
   *
   * @throws dev.steerage.InputException if {@link JointFolder#check} does not let it pass
   */
  JointReport write(Path folder) {
    Map<String, Path> folders = new LinkedHashMap<>();
    Map<String, String> provenance = new LinkedHashMap<>();
    for (ReportRun run : runs) {
      Path path = run.folder().folder();
      folders.put(run.name(), path);
      provenance.put(
          run.name(),
          JointFolder.relative(folder, path) + "; " + RunProvenance.line(run.provenance()));
    }
    JointFolder.make(folder, folders);
    List<String> names = List.copyOf(folders.keySet());
    AtomicFile.write(folder.resolve("runs.csv"), RunsTable.csv(names, facts));
    report.write(
        folder,
        "Steering evaluations side by side: " + String.join(", ", names),
        provenance,
        () -> texts);
    return this;
  }

  /** Prints as {@link RunReport#print} does. */
  void print(TableFormat format, CommandLine commandLine) {
    report.print(format, commandLine);
  }
}
