package dev.steerage.report;

import dev.steerage.metric.JudgeMetric;
import dev.steerage.metric.MetricResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The pages of a report on judged texts: what was asked, warnings, tables, what the words mean. */
public final class JudgedText {
  private JudgedText() {}

  /**
   * The text of {@code report.md}.
   *
   * @param provenance what was asked and used, name to value, in the order to print
   */
  public static String markdown(
      String title, Map<String, String> provenance, MetricsReport report) {
    StringBuilder text = new StringBuilder("# ").append(MarkdownText.escape(title)).append("\n\n");
    provenance.forEach((name, value) -> item(text, name, value));
    if (!report.warnings().isEmpty()) {
      text.append("\n## Warnings\n\n");
      report
          .warnings()
          .forEach(w -> text.append("- ").append(MarkdownText.escapeFirst(w)).append('\n'));
    }
    text.append("\n## Results\n\n").append(TableFormat.MD.render(report));
    text.append("\n## Definitions\n\n");
    for (JudgeMetric metric : used(report)) {
      item(text, metric.word(), definition(metric));
    }
    return text.toString();
  }

  /** The text of {@code report.html}, which needs no other file. */
  public static String html(String title, Map<String, String> provenance, MetricsReport report) {
    StringBuilder text =
        new StringBuilder(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    text.append(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    text.append("<title>").append(HtmlText.escape(title)).append("</title>\n<style>\n");
    text.append("body { font-family: sans-serif; max-width: 60rem; margin: 2rem auto; }\n");
    text.append("table { border-collapse: collapse; } th, td { padding: 0.2rem 0.6rem; }\n");
    text.append("td { text-align: right; } td.label, th.label { text-align: left; }\n");
    text.append("dd { white-space: pre-wrap; } button { all: unset; font-weight: bold; }\n");
    text.append("</style>\n</head>\n<body>\n<h1>").append(HtmlText.escape(title)).append("</h1>\n");
    if (!report.warnings().isEmpty()) {
      text.append("<h2>Warnings</h2>\n<ul>\n");
      report
          .warnings()
          .forEach(w -> text.append("<li>").append(HtmlText.escape(w)).append("</li>\n"));
      text.append("</ul>\n");
    }
    report.tables().forEach(table -> text.append(HtmlText.of(table, 2)));
    text.append("<h2>What was asked</h2>\n<dl>\n");
    provenance.forEach((name, value) -> term(text, name, value));
    text.append("</dl>\n<h2>Definitions</h2>\n<dl>\n");
    used(report).forEach(metric -> term(text, metric.word(), definition(metric)));
    return text.append("</dl>\n</body>\n</html>\n").toString();
  }

  private static List<JudgeMetric> used(MetricsReport report) {
    Set<String> words =
        report.results().stream().map(MetricResult::metric).collect(Collectors.toSet());
    return List.of(JudgeMetric.values()).stream()
        .filter(metric -> words.contains(metric.word()))
        .toList();
  }

  private static String definition(JudgeMetric metric) {
    return "%s; interval: %s; %s".formatted(metric.formula(), metric.interval(), metric.source());
  }

  private static void item(StringBuilder text, String name, String value) {
    text.append("- **")
        .append(MarkdownText.escape(name))
        .append("**: ")
        .append(MarkdownText.escape(value))
        .append('\n');
  }

  private static void term(StringBuilder text, String name, String value) {
    text.append("<dt dir=\"auto\">")
        .append(HtmlText.escape(name))
        .append("</dt><dd dir=\"auto\">")
        .append(HtmlText.escape(value))
        .append("</dd>\n");
  }
}
