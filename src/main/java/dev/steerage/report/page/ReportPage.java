package dev.steerage.report.page;

import dev.steerage.Parallel;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Normalization;
import dev.steerage.report.HtmlText;
import dev.steerage.report.MetricsReport;
import dev.steerage.report.SummaryTable;
import dev.steerage.report.TitledTable;
import dev.steerage.runlog.Margin;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The text of {@code report.html}: verdicts and summaries, figures, all other tables, and what was
 * asked. It needs no other file and no network, and its content security policy forbids both.
 */
public final class ReportPage {
  private final String title;
  private final PairTexts texts;
  private final StringBuilder beforeTexts = new StringBuilder();
  private final StringBuilder afterTexts = new StringBuilder();
  private StringBuilder body = beforeTexts;
  private final List<String> figures = new ArrayList<>();
  private int figureCount;

  private ReportPage(String title, PairTexts texts) {
    this.title = title;
    this.texts = texts;
  }

  /**
   * A page.
   *
   * @param title its heading
   * @param provenance what was asked and used, name to value, in the order to print
   * @param verdicts tables that come first
   * @param report results, all tables (those of {@code verdicts} may be among them), and warnings
   * @param compared rows of models against their references; may be empty
   * @param pairs one by one; their browser is left out where there are no texts
   * @param margin of the verdicts
   */
  public static ReportPage of(
      String title,
      Map<String, String> provenance,
      List<TitledTable> verdicts,
      MetricsReport report,
      List<ComparisonResult> compared,
      PairNumbers pairs,
      Margin margin) {
    ReportPage page = new ReportPage(title, pairs.texts());
    List<TitledTable> summaries = SummaryTable.of(report.results(), Normalization.PAPER);
    List<String> first = new ArrayList<>();
    verdicts.forEach(table -> first.add(table.title()));
    summaries.forEach(table -> first.add(table.title()));
    page.warnings(report.warnings());
    page.tables("verdict", "Verdict", verdicts);
    page.tables("summary", "Summary", summaries);
    page.section("figures", "Figures");
    page.plots(SlopeForest.of(compared, margin));
    Map<String, List<Plot>> behaviors = new LinkedHashMap<>();
    List<MetricResult> results = report.results();
    List.of(
            CoefficientCurves.of(Quantity.EFFECT, results),
            LikelihoodPlot.of(pairs),
            PairPlot.of(pairs),
            LayerHeatMap.of(results),
            DivergencePlot.of(results),
            NullPlot.of(results),
            CoefficientCurves.of(Quantity.COST, results))
        .forEach(
            plots ->
                plots.forEach(
                    (behavior, of) ->
                        behaviors.computeIfAbsent(behavior, b -> new ArrayList<>()).addAll(of)));
    behaviors.forEach(page::behavior);
    page.body.append("</section>\n");
    page.pairs();
    page.tables(
        "tables",
        "Further tables",
        report.tables().stream().filter(table -> !first.contains(table.title())).toList());
    page.provenance(provenance);
    return page;
  }

  private void section(String id, String heading) {
    body.append("<section id=\"%s\">\n<h2>%s</h2>\n".formatted(id, heading));
  }

  private void warnings(List<String> warnings) {
    if (!warnings.isEmpty()) {
      body.append("<section id=\"warnings\" class=\"warnings\">\n<h2>Warnings</h2>\n<ul>\n");
      warnings.forEach(
          w -> body.append("<li dir=\"auto\">").append(HtmlText.escape(w)).append("</li>\n"));
      body.append("</ul>\n</section>\n");
    }
  }

  private void tables(String id, String heading, List<TitledTable> tables) {
    if (!tables.isEmpty()) {
      section(id, heading);
      tables.forEach(table -> body.append(HtmlText.of(table, 3)));
      body.append("</section>\n");
    }
  }

  private void behavior(String behavior, List<Plot> plots) {
    body.append("<h3 dir=\"auto\">").append(HtmlText.escape(behavior)).append("</h3>\n");
    body.append("<div class=\"plots\">\n");
    plots(plots);
    body.append("</div>\n");
  }

  /** A plot and the id of its element, by which its script finds it. */
  private record Placed(String id, Plot plot) {
    /** Tablesaw writes a whole element; here it is the body of a function. */
    String script() {
      return plot.drawing()
          .get()
          .asJavascript(id)
          .replaceAll("(?s)^\\s*<script>|</script>\\s*$", "");
    }
  }

  private void plots(List<Plot> plots) {
    List<Placed> placed =
        plots.stream().map(plot -> new Placed("figure" + ++figureCount, plot)).toList();
    placed.forEach(this::element);
    Parallel.inOrder(
        placed,
        of -> "figures[\"%s\"] = function (Plotly) {\n".formatted(of.id) + of.script() + "};\n",
        figures::add);
  }

  private void element(Placed of) {
    String title = HtmlText.escape(of.plot.title());
    body.append(
            "<figure>\n<div class=\"plot\" id=\"%s\" style=\"height:%dpx\" role=\"img\" aria-label=\""
                .formatted(of.id, of.plot.height()))
        .append(title)
        .append("\"></div>\n<figcaption dir=\"auto\"><b>")
        .append(title)
        .append("</b>. ")
        .append(HtmlText.escape(of.plot.caption()))
        .append("</figcaption>\n</figure>\n");
  }

  private void pairs() {
    if (texts.hasTokens()) {
      section("pairs", "Pair by pair");
      body.append(
              """
              <p>The continuations of a pair under two conditions. A token is blue and underlined where the second \
              makes it likelier, vermilion and dotted where less likely, stronger up to 1 nat; pointing at it shows both logprobs.""")
          .append(HtmlText.escape(texts.missing()))
          .append(
              """
              </p>
              <div class="choices"></div>
              <div class="texts" aria-live="polite"></div>
              </section>
              """);
    }
    if (!texts.isEmpty()) {
      body.append("<script type=\"application/json\" id=\"texts\">");
      afterTexts.append("</script>\n");
    }
    body = afterTexts;
  }

  private void provenance(Map<String, String> provenance) {
    if (!provenance.isEmpty()) {
      section("provenance", "What was asked");
      body.append("<dl class=\"provenance\">\n");
      provenance.forEach(
          (name, value) ->
              body.append("<dt>")
                  .append(HtmlText.escape(name))
                  .append("</dt><dd dir=\"auto\">")
                  .append(HtmlText.escape(value))
                  .append("</dd>\n"));
      body.append("</dl>\n</section>\n");
    }
  }

  /** Writes the page, whose texts are made while they are written. */
  public void writeTo(Writer out) throws IOException {
    List<String> script = script();
    String heading = HtmlText.escape(title);
    out.write(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="UTF-8">
        <meta http-equiv="Content-Security-Policy" content="%s">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <header>
        <h1 dir="auto">%s</h1>
        <nav aria-label="Sections"></nav>
        </header>
        <main>
        """
            .formatted(PageParts.policy(script), heading, PageParts.style(), heading));
    out.append(beforeTexts);
    if (!texts.isEmpty()) {
      texts.writeJson(out);
    }
    out.append(afterTexts);
    out.write(
        """
        <p>What each number means, its unit, interval and source: <code>report.md</code> beside this page.</p>
        </main>
        <p id="status" role="status"></p>
        <script type="text/plain" id="plotly">""");
    out.write(PageParts.plotly());
    out.write("</script>\n<script>");
    for (String piece : script) {
      out.write(piece);
    }
    out.write("</script>\n</body>\n</html>\n");
  }

  /** The page's own script in pieces, since figures of many points are long. */
  private List<String> script() {
    String[] around = PageParts.script().split(Pattern.quote("/*FIGURES*/"), 2);
    List<String> pieces = new ArrayList<>(List.of("\n", around[0]));
    pieces.addAll(figures);
    pieces.add(around[1]);
    return pieces;
  }

  /** The whole text. */
  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    try {
      writeTo(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
