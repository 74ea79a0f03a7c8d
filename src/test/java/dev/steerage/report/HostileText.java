package dev.steerage.report;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.Comparison;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Metrics;
import dev.steerage.metric.Normalization;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Names that some format could read as something else, and reports of runs with such names. */
final class HostileText {
  private static final String PLAIN = "plain";
  private static final List<MetricResult> METRICS = Metrics.of(scores(), Aggregation.MEAN);
  private static final List<ComparisonResult> COMPARED =
      Comparison.of(
          scores(), List.of(), Aggregation.MEAN, Map.of(PLAIN + "-q", PLAIN), Margin.TENTH);
  private static final Map<String, MetricsReport> REPORTS = new HashMap<>();

  private HostileText() {}

  static Stream<String> all() {
    return Stream.of(
        "<script>alert(1)</script>",
        "</td></tr><img src=x onerror=alert(1)>",
        "<!-- a -- b -->",
        "&lt;b&gt; &#60; &amp; &copy",
        "a|b||c",
        "\\ \\\\ \\n \\end{table} \\input{/etc/passwd} \\write18{ls}",
        "$x^2$ $$ \\$ $",
        "\"q\" ''q'' ``q'' 'a' ,,q''",
        "=1+1",
        "+1",
        "-1-2--3---4",
        "@SUM(A1)",
        "'quoted",
        "\ttab",
        "\rreturn",
        "# C# ## #",
        "50 % & ~home ^up _a_ *b* **c** ~~d~~ {}{",
        "`code` ``` ~~~",
        "[x](javascript:alert(1)) [y][z] [w] [^1]",
        "[x]: http://example.org",
        "![i](http://example.org/i.png)",
        "<http://example.org> http://example.org www.example.org",
        "1. one 2) two",
        "> quote",
        "- [ ] item",
        "a,b;c",
        "two\nlines\n\n# and a heading",
        "a\r\nb\u2028c\u0085d",
        "NUL \u0000 ESC \u001b[31mred\u001b[0m BEL \u0007 DEL \u007f CSI \u009b2J",
        "\u001b]0;title\u0007\u001b[2J",
        "half \ud800 a character \udc00",
        "none \ufffe \uffff",
        "override \u202eevil",
        "embedding \u202a\u202b\u202d and more",
        "isolate \u2067\u2066\u2068 \u202etext",
        "closed \u202e321\u202c and \u2067abc\u2069, ends alone \u202c\u2069",
        "right to left \u200f\u05d0\u05d1 \u0627\u0644\u0639 \u061c",
        "é ü ß ł 日本語 😀 e\u0301",
        " blanks at ends ",
        "word".repeat(400),
        "<b>".repeat(50));
  }

  /** All tables of a run whose models, behavior, conditions and interventions have such a name. */
  static MetricsReport report(String name) {
    return REPORTS.computeIfAbsent(name, HostileText::made);
  }

  private static MetricsReport made(String name) {
    List<MetricResult> results = METRICS.stream().map(r -> renamed(r, name)).toList();
    List<ComparisonResult> compared = COMPARED.stream().map(r -> renamed(r, name)).toList();
    return MetricsReport.summary(results, Normalization.PAPER, List.of(name))
        .withSteerability()
        .withQuartiles(List.of(Normalization.PAPER))
        .after(VerdictTable.of(compared, results, Margin.TENTH))
        .before(EffectTable.of(compared, results));
  }

  private static List<ScoreRow> scores() {
    List<ScoreRow> scores = new ArrayList<>();
    for (String model : List.of(PLAIN, PLAIN + "-q")) {
      for (ScoreRow row : Results.scores(model, PLAIN)) {
        scores.add(row);
        if (row.condition().coefficient() > 0) {
          scores.add(unplaced(row));
        }
      }
    }
    return scores;
  }

  /** The same score as if a system prompt of that name had led to it. */
  private static ScoreRow unplaced(ScoreRow row) {
    Condition c = row.condition();
    return new ScoreRow(
        new Condition(c.model(), c.behavior(), PLAIN + "!", PLAIN + "!", null, 1),
        row.pair(),
        row.pole(),
        row.tokens(),
        row.sum(),
        row.mean(),
        row.paddedMean());
  }

  private static MetricResult renamed(MetricResult r, String name) {
    return new MetricResult(
        r.metric(),
        r.normalization(),
        renamed(r.condition(), name),
        r.fraction(),
        r.value(),
        r.low(),
        r.high(),
        r.n(),
        r.unit());
  }

  private static ComparisonResult renamed(ComparisonResult r, String name) {
    return new ComparisonResult(
        r.name(),
        r.reference().replace(PLAIN, name),
        renamed(r.condition(), name),
        r.value(),
        r.low(),
        r.high(),
        r.n(),
        r.unit(),
        r.p(),
        r.holm(),
        r.verdict());
  }

  private static Condition renamed(Condition c, String name) {
    return new Condition(
        c.model().replace(PLAIN, name),
        c.behavior().replace(PLAIN, name),
        c.condition().replace(PLAIN, name),
        c.intervention().replace(PLAIN, name),
        c.layer(),
        c.coefficient());
  }
}
