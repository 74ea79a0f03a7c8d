package dev.steerage.report;

import dev.steerage.metric.ComparisonName;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The text of {@code report.md}: what was asked, what came out, and what the words mean. */
public final class MarkdownReport {
  private MarkdownReport() {}

  /**
   * A report.
   *
   * @param title its heading
   * @param provenance what was asked and used, name to value, in the order to print
   * @param report tables and warnings
   * @param compared rows of models against their references; may be empty
   * @param figures which are beside it at their paths
   */
  public static String of(
      String title,
      Map<String, String> provenance,
      MetricsReport report,
      List<ComparisonResult> compared,
      List<FigureLink> figures) {
    StringBuilder text = new StringBuilder("# ").append(MarkdownText.escape(title)).append("\n");
    text.append("\nFor a browser: [report.html](report.html)\n");
    if (!provenance.isEmpty()) {
      text.append("\n## What was asked\n\n");
      provenance.forEach((name, value) -> item(text, name, value));
    }
    if (!report.warnings().isEmpty()) {
      text.append("\n## Warnings\n\n");
      report
          .warnings()
          .forEach(w -> text.append("- ").append(MarkdownText.escapeFirst(w)).append('\n'));
    }
    text.append("\n## Results\n\n").append(TableFormat.MD.render(report));
    if (!figures.isEmpty()) {
      text.append("\n## Figures\n");
      figures.forEach(figure -> text.append(embedded(figure)));
    }
    text.append("\n## Definitions\n\n").append(definitions(report.results()));
    text.append(comparisons(compared));
    return text.toString();
  }

  private static String embedded(FigureLink figure) {
    String title = MarkdownText.escape(figure.title());
    return "\n![%s](%s)\n\n**%s**. %s\n"
        .formatted(title, figure.path(), title, MarkdownText.escape(figure.caption()));
  }

  private static String definitions(List<MetricResult> results) {
    Map<String, String> units =
        results.stream()
            .collect(
                Collectors.toMap(MetricResult::metric, MetricResult::unit, MarkdownReport::either));
    StringBuilder text =
        new StringBuilder(
            "LL is a continuation's log-likelihood, propensity LL(positive) − LL(negative); every"
                + " interval is one of 95 %.\n\n");
    for (MetricName name : MetricName.values()) {
      String unit = units.get(name.word());
      if (unit != null) {
        item(
            text,
            name.word(),
            "%s; unit %s; interval: %s; %s"
                .formatted(name.formula(), unit, name.uncertainty().words(), name.source()));
      }
    }
    return text.toString();
  }

  private static String comparisons(List<ComparisonResult> compared) {
    StringBuilder text = new StringBuilder();
    for (ComparisonName name : ComparisonName.values()) {
      compared.stream()
          .filter(result -> result.name() == name)
          .findFirst()
          .ifPresent(
              result ->
                  item(
                      text,
                      name.word(),
                      "%s; unit %s; interval: %s; %s"
                          .formatted(
                              name.formula(), result.unit(), name.interval(), name.source())));
    }
    return text.isEmpty()
        ? ""
        : "\nComparison with the reference (comparison.csv); m is a pair's propensity, its effect m steered"
            + " − baseline, its slope that of m over the coefficients, the baseline's 0 among them; p is"
            + " corrected over all rows of a name (Holm).\n\n"
            + text;
  }

  private static String either(String unit, String other) {
    return unit.equals(other) || unit.contains(" or ") ? unit : unit + " or " + other;
  }

  private static void item(StringBuilder text, String name, String value) {
    text.append("- **")
        .append(MarkdownText.escape(name))
        .append("**: ")
        .append(MarkdownText.escape(value))
        .append('\n');
  }
}
