package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.evaluation.ComparisonSpec;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.MetricWarnings;
import dev.steerage.metric.Normalization;
import dev.steerage.metric.OrderedTexts;
import dev.steerage.metric.PairChanges;
import dev.steerage.report.Figure;
import dev.steerage.report.FigureLink;
import dev.steerage.report.MarkdownReport;
import dev.steerage.report.MetricsReport;
import dev.steerage.report.MetricsTable;
import dev.steerage.report.TableFormat;
import dev.steerage.report.TitledTable;
import dev.steerage.report.figure.FigureData;
import dev.steerage.report.figure.FigureStyle;
import dev.steerage.report.figure.Figures;
import dev.steerage.report.page.PairNumbers;
import dev.steerage.report.page.PairTexts;
import dev.steerage.report.page.ReportPage;
import dev.steerage.runlog.AtomicFile;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Metrics and report of a run folder. */
final class RunReport {
  /** With more, the lines of other tables would bury the summary. */
  private static final int MOST_CONDITIONS_WITH_ALL = 8;

  private final List<MetricResult> results;
  private final MetricsReport report;
  private final RunComparison comparison;
  private final FigureData figures;
  private final FigureStyle style;
  private final Optional<String> withoutFigures;
  private Optional<TuneReport> tune = Optional.empty();

  private RunReport(
      List<MetricResult> results,
      MetricsReport report,
      RunComparison comparison,
      FigureData figures,
      FigureStyle style,
      Optional<String> withoutFigures) {
    this.results = results;
    this.report = report;
    this.comparison = comparison;
    this.figures = figures;
    this.style = style;
    this.withoutFigures = withoutFigures;
  }

  /**
   * Compares the models of a run folder.
   *
   * @param numbers of the folder
   * @param reference as {@link ComparisonSpec#reference}, of the models that the scores have
   * @param style of the figures
   */
  static RunReport of(
      RunFolder folder, RunNumbers numbers, String reference, Margin margin, FigureStyle style) {
    RunComparison comparison = RunComparison.of(folder, numbers, reference, margin);
    return of(
        numbers, comparison, MetricWarnings.of(numbers.scores(), numbers.aggregation()), style);
  }

  /** Makes the tables. */
  static RunReport of(
      RunNumbers numbers, RunComparison comparison, List<String> warnings, FigureStyle style) {
    List<MetricResult> results = numbers.results();
    MetricsReport report =
        MetricsReport.summary(results, Normalization.PAPER, warnings)
            .withSteerability()
            .withStrengths()
            .withSideEffects()
            .withCapabilities();
    FigureData figures =
        new FigureData(
            PairChanges.of(numbers.scores(), numbers.aggregation()),
            OrderedTexts.of(numbers.scores(), numbers.aggregation(), Normalization.PAPER),
            results,
            comparison.results(),
            comparison.margin());
    return new RunReport(results, report, comparison, figures, style, Figures.obstacle());
  }

  /** Of a run as its spec has it, to the end that all is compared as it was computed. */
  static RunReport of(RunFolder folder, EvaluationSpec spec, FigureStyle style) {
    RunNumbers numbers = RunNumbers.of(folder, spec.aggregation());
    return of(folder, numbers, ComparisonSpec.AUTO, spec.comparison().margin(), style)
        .with(TuneReport.of(folder, numbers, spec));
  }

  /** The same with what a tune has found, which comes first, where the run is one. */
  RunReport with(Optional<TuneReport> tuned) {
    tune = tuned;
    return this;
  }

  /** Tables that come first. */
  private List<TitledTable> leading() {
    List<TitledTable> leading = new ArrayList<>();
    tune.ifPresent(tuned -> leading.addAll(tuned.tables()));
    leading.addAll(comparison.verdicts());
    return leading;
  }

  /** Draws the figures where that can be, into a folder of reports. */
  private List<FigureLink> draw(Path reports) {
    List<FigureLink> links = new ArrayList<>();
    Consumer<Figure> write =
        figure -> {
          figure
              .files()
              .forEach(file -> AtomicFile.write(reports.resolve(figure.path(file)), file.bytes()));
          links.add(figure.link());
        };
    if (withoutFigures.isEmpty()) {
      tune.ifPresent(tuned -> Figures.of(tuned.tuned(), style, write));
      Figures.of(figures, style, write);
    }
    return links;
  }

  /** Writes {@code metrics.csv} and {@code report/}. */
  RunReport write(RunFolder folder) {
    return write(
        folder.folder(),
        "Steering evaluation: " + folder.folder().toAbsolutePath().getFileName(),
        RunProvenance.lines(folder.readProvenance()),
        () -> PairTexts.of(folder, conditions()));
  }

  /**
   * The same into any folder.
   *
   * @param provenance what was asked and used, name to value, in the order to print
   * @param texts of the pairs, for the page
   */
  RunReport write(
      Path folder, String title, Map<String, String> provenance, Supplier<PairTexts> texts) {
    Path reports = folder.resolve("report");
    comparison.write(folder);
    tune.ifPresent(tuned -> tuned.write(folder));
    MetricsReport full =
        report
            .withDivergences()
            .withQuartiles(List.of(Normalization.values()))
            .after(leading())
            .before(comparison.effects());
    AtomicFile.write(folder.resolve("metrics.csv"), MetricsTable.csv(results));
    AtomicFile.write(
        reports.resolve("report.md"),
        MarkdownReport.of(title, provenance, full, comparison.results(), draw(reports)));
    writePage(folder, title, provenance, full, texts.get());
    writeTables(reports.resolve("tables"), full);
    return this;
  }

  private void writePage(
      Path folder,
      String title,
      Map<String, String> provenance,
      MetricsReport full,
      PairTexts texts) {
    ReportPage page =
        ReportPage.of(
            title,
            provenance,
            leading(),
            full,
            comparison.results(),
            new PairNumbers(figures.changes(), figures.ordered(), texts),
            comparison.margin());
    AtomicFile.write(page(folder), page::writeTo);
  }

  private void writeTables(Path folder, MetricsReport full) {
    TableFolder.write(folder, full.tables());
    AtomicFile.write(folder.resolve("summary.csv"), TableFormat.CSV.render(report));
    AtomicFile.write(
        folder.resolve("summary.tex"), TableFormat.TEX.render(report.withDivergences()));
  }

  /** Those with scores, but for random directions, in their order. */
  List<Condition> conditions() {
    return results.stream()
        .filter(r -> r.metric().equals(MetricName.PROPENSITY.word()))
        .map(MetricResult::condition)
        .filter(c -> !c.isRandomDirection())
        .toList();
  }

  /** Where {@link #write} puts the page for a browser. */
  static Path page(Path folder) {
    return folder.resolve("report").resolve("report.html");
  }

  /**
   * Prints the summary, with the quartile metric in both of the paper's normalizations where there
   * are few conditions, last whether steering survives, and warnings on standard error.
   */
  void print(TableFormat format, CommandLine commandLine) {
    if (tune.isPresent()) {
      tune.get().print(format, commandLine);
      withoutFigures.ifPresent(w -> commandLine.getErr().println("warning: " + w));
      return;
    }
    long named =
        results.stream()
            .filter(r -> r.metric().equals(MetricName.PROPENSITY.word()))
            .filter(r -> !r.condition().isRandomDirection())
            .count();
    boolean isShort = named <= MOST_CONDITIONS_WITH_ALL;
    List<Normalization> published = List.of(Normalization.PAPER, Normalization.REPOSITORY);
    MetricsReport shown = isShort ? report.withDivergences().withQuartiles(published) : report;
    List<TitledTable> answerLast = new ArrayList<>(comparison.verdicts());
    Collections.reverse(answerLast);
    commandLine
        .getOut()
        .print(format.render(shown.withWarnings().before(answerLast), Terminal.style(commandLine)));
    commandLine.getOut().flush();
    if (!isShort) {
      commandLine
          .getErr()
          .println(
              "steerage: report.html and report.md have divergences and the quartile metric at every fraction as well");
    }
    Stream.concat(withoutFigures.stream(), report.warnings().stream())
        .forEach(w -> commandLine.getErr().println("warning: " + InputFile.printable(w)));
  }
}
