package dev.steerage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.metric.JudgeMetric;
import dev.steerage.metric.JudgedCorrelation;
import dev.steerage.metric.JudgedTexts;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.JudgedCorrelationTable;
import dev.steerage.report.JudgedTable;
import dev.steerage.report.JudgedText;
import dev.steerage.report.MetricsReport;
import dev.steerage.report.MetricsTable;
import dev.steerage.report.TableFormat;
import dev.steerage.report.TitledTable;
import dev.steerage.runlog.Aspect;
import dev.steerage.runlog.AtomicFile;
import dev.steerage.runlog.MatchRow;
import dev.steerage.runlog.RatingFolder;
import dev.steerage.runlog.RatingRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;

/** Metrics and report of a folder of ratings. */
final class JudgeReport {
  /** A judge that gives ratings less than this probability seldom answers the question. */
  private static final double LEAST_MASS = 0.1;

  private final RatingFolder folder;
  private final MetricsReport report;

  private JudgeReport(RatingFolder folder, MetricsReport report) {
    this.folder = folder;
    this.report = report;
  }

  /**
   * Of all that a folder holds.
   *
   * @throws InputException if judging has not come to its end there, or a file is broken
   */
  static JudgeReport of(RatingFolder folder) {
    JsonNode provenance = folder.run().readProvenance();
    if (!provenance.path("conditions").isArray()) {
      throw InputException.in(
          folder.run().folder(),
          "its ratings are not complete; go on with steerage judge --spec "
              + folder.run().folder().resolve("spec.yaml"));
    }
    Map<String, List<RatingRow>> conditions = new LinkedHashMap<>();
    provenance
        .path("conditions")
        .forEach(name -> conditions.put(name.asText(), folder.read(name.asText())));
    JudgedTexts texts =
        new JudgedTexts(
            provenance.path("judge").path("name").asText(),
            provenance.path("behavior").asText(),
            provenance.path("baseline").asText(),
            conditions);
    List<MatchRow> matches = folder.readMatches();
    List<JudgedCorrelation> correlations = JudgedCorrelation.of(texts, matches);
    List<MetricResult> results = new ArrayList<>(texts.metrics());
    correlations.forEach(c -> results.addAll(c.metrics()));
    List<TitledTable> tables = new ArrayList<>(List.of(JudgedTable.of(texts, results)));
    tables.addAll(JudgedCorrelationTable.of(texts, correlations));
    List<String> warnings = new ArrayList<>(masses(texts, results));
    if (!correlations.isEmpty() || provenance.has("run")) {
      warnings.addAll(unmatched(texts, correlations));
    }
    return new JudgeReport(folder, new MetricsReport(results, tables, warnings));
  }

  private static List<String> masses(JudgedTexts texts, List<MetricResult> results) {
    List<String> warnings = new ArrayList<>();
    for (Aspect aspect : Aspect.values()) {
      double mass =
          results.stream()
              .filter(r -> r.metric().equals(JudgeMetric.mass(aspect).word()))
              .mapToDouble(MetricResult::value)
              .average()
              .orElse(1);
      if (mass < LEAST_MASS) {
        warnings.add(
            "%s gives 0, 1 and 2 together a probability of %s as its answer on %s: it does not understand the question, and its ratings say nothing; take another judge"
                .formatted(texts.judge(), shown(mass), aspect.word()));
      }
    }
    return warnings;
  }

  private static String shown(double share) {
    return String.format(Locale.ROOT, share < 0.001 ? "%.1e" : "%.3f", share);
  }

  /** What has no part in the correlations. */
  private static List<String> unmatched(JudgedTexts texts, List<JudgedCorrelation> correlations) {
    List<String> sentences = new ArrayList<>();
    texts
        .conditions()
        .forEach(
            (name, rows) -> {
              int most =
                  correlations.stream()
                      .filter(c -> c.condition().condition().equals(name))
                      .mapToInt(JudgedCorrelation::items)
                      .max()
                      .orElse(0);
              if (!name.equals(texts.baseline()) && most < rows.size()) {
                sentences.add(
                    "%d of the %d texts under %s have a prompt whose pairs the evaluation scored under a condition of that name, and a text under %s"
                        .formatted(most, rows.size(), name, texts.baseline()));
              }
            });
    return sentences;
  }

  /** Writes {@code metrics.csv} and {@code report/}. */
  JudgeReport write() {
    Path path = folder.run().folder();
    Path reports = path.resolve("report");
    AtomicFile.write(path.resolve("metrics.csv"), MetricsTable.csv(report.results()));
    String title = "Judged texts: " + path.toAbsolutePath().normalize().getFileName();
    Map<String, String> provenance = provenance(folder.run().readProvenance());
    AtomicFile.write(reports.resolve("report.md"), JudgedText.markdown(title, provenance, report));
    AtomicFile.write(reports.resolve("report.html"), JudgedText.html(title, provenance, report));
    TableFolder.write(reports.resolve("tables"), report.tables());
    return this;
  }

  private static Map<String, String> provenance(JsonNode json) {
    JsonNode judge = json.path("judge");
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put(
        "Judge",
        "%s (%s, %s; SHA-256 %s; chat format %s)"
            .formatted(
                judge.path("file").asText(),
                judge.path("description").asText(),
                judge.path("weight_type").asText(),
                judge.path("sha256").asText(),
                judge.path("chat_format").asText()));
    lines.put("Concept", json.path("concept").asText());
    json.path("generations")
        .forEach(
            file ->
                lines.merge(
                    "Texts",
                    file.path("file").asText() + " (SHA-256 " + file.path("sha256").asText() + ")",
                    (a, b) -> a + "; " + b));
    if (json.has("run")) {
      lines.put("Evaluation", json.path("run").asText());
    }
    lines.put("Program", json.path("program").asText());
    lines.put("llama.cpp", json.path("llama_cpp").asText());
    lines.put("Started", json.path("start").asText());
    json.path("rubrics")
        .properties()
        .forEach(r -> lines.put("Rubric " + r.getKey(), r.getValue().asText()));
    return lines;
  }

  /** Prints the tables, and warnings on standard error; the judge and its hash stand first. */
  void print(TableFormat format, CommandLine commandLine) {
    JsonNode judge = folder.run().readProvenance().path("judge");
    MetricsReport named =
        report.withNote(
            "judge",
            "%s (%s), SHA-256 %s"
                .formatted(
                    judge.path("file").asText(),
                    judge.path("weight_type").asText(),
                    judge.path("sha256").asText()));
    commandLine.getOut().print(format.render(named, Terminal.style(commandLine)));
    commandLine.getOut().flush();
    report
        .warnings()
        .forEach(w -> commandLine.getErr().println("warning: " + InputFile.printable(w)));
    commandLine.getErr().println("steerage: the report is in " + folder.run().folder());
  }
}
