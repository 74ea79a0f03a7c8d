package dev.steerage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.evaluation.ComparisonSpec;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.MetricWarnings;
import dev.steerage.metric.Metrics;
import dev.steerage.metric.NeutralMetrics;
import dev.steerage.metric.Normalization;
import dev.steerage.metric.PairChanges;
import dev.steerage.metric.TokenMetrics;
import dev.steerage.report.Figure;
import dev.steerage.report.MarkdownReport;
import dev.steerage.report.MetricsReport;
import dev.steerage.report.MetricsTable;
import dev.steerage.report.TableFormat;
import dev.steerage.report.TitledTable;
import dev.steerage.report.figure.Figures;
import dev.steerage.report.page.PairTexts;
import dev.steerage.report.page.ReportPage;
import dev.steerage.runlog.AtomicFile;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;

/** Metrics and report of a run folder. */
final class RunReport {
  /** With more, the lines of other tables would bury the summary. */
  private static final int MOST_CONDITIONS_WITH_ALL = 8;

  private final List<MetricResult> results;
  private final MetricsReport report;
  private final RunComparison comparison;
  private final List<PairChanges> changes;
  private final List<Figure> figures;
  private final Optional<String> withoutFigures;

  private RunReport(
      List<MetricResult> results,
      MetricsReport report,
      RunComparison comparison,
      List<PairChanges> changes,
      List<Figure> figures,
      Optional<String> withoutFigures) {
    this.results = results;
    this.report = report;
    this.comparison = comparison;
    this.changes = changes;
    this.figures = figures;
    this.withoutFigures = withoutFigures;
  }

  /**
   * Computes the metrics of a run folder's scores, compares its models, and draws its figures where
   * that can be.
   *
   * @param reference as {@link ComparisonSpec#reference}, of the models that the scores have
   */
  static RunReport of(RunFolder folder, Aggregation aggregation, String reference, Margin margin) {
    List<ScoreRow> scores = folder.readScores();
    List<MetricResult> results = new ArrayList<>(Metrics.of(scores, aggregation));
    Map<String, String> references = RunComparison.references(folder);
    results.addAll(TokenMetrics.of(folder, scores, references));
    results.addAll(
        NeutralMetrics.of(
            folder, scores.stream().map(ScoreRow::condition).distinct().toList(), references));
    List<String> warnings = MetricWarnings.of(scores, aggregation);
    MetricsReport report =
        MetricsReport.summary(results, Normalization.PAPER, warnings)
            .withSteerability()
            .withStrengths()
            .withSideEffects();
    RunComparison comparison =
        RunComparison.of(
            scores,
            folder.readVectors(),
            results,
            aggregation,
            RunComparison.references(folder, scores, reference),
            margin);
    Optional<String> withoutFigures = Figures.obstacle();
    List<Figure> figures = withoutFigures.isPresent() ? List.of() : Figures.of(scores, aggregation);
    return new RunReport(
        results, report, comparison, PairChanges.of(scores, aggregation), figures, withoutFigures);
  }

  /** Of a run as its spec has it, to the end that all is compared as it was computed. */
  static RunReport of(RunFolder folder, EvaluationSpec spec) {
    return of(folder, spec.aggregation(), ComparisonSpec.AUTO, spec.comparison().margin());
  }

  /** Writes {@code metrics.csv} and {@code report/}. */
  RunReport write(RunFolder folder) {
    Path reports = folder.folder().resolve("report");
    AtomicFile.write(folder.folder().resolve("metrics.csv"), MetricsTable.csv(results));
    String title = "Steering evaluation: " + folder.folder().toAbsolutePath().getFileName();
    comparison.write(folder);
    MetricsReport full =
        report
            .withDivergences()
            .withQuartiles(List.of(Normalization.values()))
            .after(comparison.verdicts())
            .before(comparison.effects());
    figures.forEach(figure -> AtomicFile.write(reports.resolve(figure.path()), figure.svg()));
    Map<String, String> provenance = provenance(folder.readProvenance());
    AtomicFile.write(
        reports.resolve("report.md"),
        MarkdownReport.of(title, provenance, full, comparison.results(), figures));
    AtomicFile.write(
        page(folder),
        ReportPage.of(
            title,
            provenance,
            comparison.verdicts(),
            full,
            comparison.results(),
            changes,
            PairTexts.of(folder, conditions()),
            comparison.margin()));
    AtomicFile.write(
        reports.resolve("tables").resolve("summary.csv"), TableFormat.CSV.render(report));
    AtomicFile.write(
        reports.resolve("tables").resolve("summary.tex"),
        TableFormat.TEX.render(report.withDivergences()));
    return this;
  }

  private List<Condition> conditions() {
    return results.stream()
        .filter(r -> r.metric().equals(MetricName.PROPENSITY.word()))
        .map(MetricResult::condition)
        .filter(c -> !c.isRandomDirection())
        .toList();
  }

  /** Where {@link #write} puts the page for a browser. */
  static Path page(RunFolder folder) {
    return folder.folder().resolve("report").resolve("report.html");
  }

  /**
   * Prints the summary, with the quartile metric in both of the paper's normalizations where there
   * are few conditions, last whether steering survives, and warnings on standard error.
   */
  void print(TableFormat format, CommandLine commandLine) {
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
    commandLine.getOut().print(format.render(shown.before(answerLast)));
    commandLine.getOut().flush();
    if (!isShort) {
      commandLine
          .getErr()
          .println(
              "steerage: report.md has divergences and the quartile metric at every fraction as well");
    }
    Stream.concat(withoutFigures.stream(), report.warnings().stream())
        .forEach(w -> commandLine.getErr().println("warning: " + w));
  }

  private static Map<String, String> provenance(JsonNode json) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Program", json.path("program").asText());
    lines.put("llama.cpp", json.path("llama_cpp").asText());
    lines.put("Devices", join(json.path("devices"), JsonNode::asText));
    lines.put("Engine", engine(json.path("engine")));
    lines.put("Models", join(json.path("models"), RunReport::model));
    lines.put(
        "Behaviors",
        join(
            json.path("behaviors"),
            b ->
                "%s (%s pairs; positives: %s)"
                    .formatted(text(b, "name"), text(b, "pairs"), text(b, "positive_from"))));
    put(lines, "Vectors", json.path("vectors"), RunReport::vector);
    put(
        lines,
        "Extracted vectors",
        json.path("extracted_vectors"),
        v ->
            "%s of %s (%s; %s)"
                .formatted(text(v, "name"), text(v, "model"), text(v, "method"), text(v, "pairs")));
    put(
        lines,
        "LoRA adapters",
        json.path("loras"),
        l -> "%s (%s matrices)".formatted(text(l, "name"), text(l, "matrices")));
    put(lines, "Fine-tuned models", json.path("fine_tuned_models"), RunReport::model);
    put(
        lines,
        "System prompts",
        json.path("system_prompts"),
        p -> "%s: “%s”".formatted(text(p, "name"), text(p, "text")));
    JsonNode neutral = json.path("neutral_text");
    if (!neutral.isMissingNode()) {
      lines.put(
          "Neutral text",
          "%s (chunks of %s tokens, of each the second half scored; by model: %s)"
              .formatted(
                  text(neutral, "name"),
                  text(neutral, "context"),
                  neutral.path("chunks").properties().stream()
                      .map(chunks -> chunks.getKey() + " " + chunks.getValue().asText())
                      .collect(Collectors.joining(", "))));
    }
    lines.put("Started", json.path("start").asText());
    lines.put(
        "Took",
        "%s s, %s tokens decoded".formatted(text(json, "seconds"), text(json, "tokens_decoded")));
    return lines;
  }

  private static void put(
      Map<String, String> lines, String name, JsonNode list, Function<JsonNode, String> words) {
    if (!list.isEmpty()) {
      lines.put(name, join(list, words));
    }
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asText();
  }

  private static String engine(JsonNode engine) {
    return "%s threads, %s GPU layers, batches of %s tokens, %s KV cache, flash attention %s"
        .formatted(
            text(engine, "threads"),
            text(engine, "gpu_layers").equals("-1") ? "all" : text(engine, "gpu_layers"),
            text(engine, "batch_tokens"),
            text(engine, "kv_type"),
            engine.path("flash_attention").asBoolean() ? "on" : "off");
  }

  private static String model(JsonNode model) {
    String sha256 = text(model, "sha256");
    return "%s (%s, %.1f MB of weights, SHA-256 %s…)"
        .formatted(
            text(model, "name"),
            text(model, "weight_type"),
            model.path("weight_bytes").asDouble() / 1e6,
            sha256.substring(0, Math.min(12, sha256.length())));
  }

  private static String vector(JsonNode vector) {
    String use =
        vector.has("positions")
            ? "; positions %s, scale %s".formatted(text(vector, "positions"), text(vector, "scale"))
            : "";
    String random =
        vector.has("random_directions")
            ? "; %s random directions, seed %s"
                .formatted(text(vector, "random_directions"), text(vector, "seed"))
            : "";
    return "%s (norm by layer: %s%s%s)"
        .formatted(text(vector, "name"), norms(vector.path("norm_by_layer")), use, random);
  }

  private static String norms(JsonNode norms) {
    return norms.properties().stream()
        .map(f -> "%s: %.2f".formatted(f.getKey(), f.getValue().asDouble()))
        .collect(Collectors.joining(", "));
  }

  private static String join(JsonNode list, Function<JsonNode, String> words) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(words)
        .collect(Collectors.joining("; "));
  }
}
