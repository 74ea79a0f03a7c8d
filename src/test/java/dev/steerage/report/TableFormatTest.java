package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Normalization;
import dev.steerage.runlog.Condition;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableFormatTest {
  private static MetricsReport report(String model, String... behaviors) {
    return MetricsReport.summary(
        Results.of(model, behaviors), Normalization.PAPER, List.of("Mind the z."));
  }

  @Test
  void terminalHasATableABehaviorWithAHeadingAModel() {
    String text = TableFormat.TABLE.render(report("demo", "myopia", "corrigible"));
    assertThat(text).containsSubsequence("myopia: 12 pairs", "corrigible: 12 pairs");
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    List<String> lines = text.lines().toList();
    int heading = lines.indexOf("demo");
    assertThat(lines.get(heading + 1)).startsWith("baseline ");
    assertThat(lines.get(heading + 2)).startsWith("L2 ×-1.5 ").contains("-0.1422±", "+0/-2");
    assertThat(lines.get(heading + 3)).startsWith("L2 ×1.5 ").contains("+0.1422±", "+6/-0");
  }

  @Test
  void aLongNameStandsAboveItsNumbers() {
    String name = "a-behavior-with-a-name-that-does-not-end-soon-or-at-all";
    List<MetricResult> results =
        Results.of("demo", "myopia").stream().map(r -> fromVector(r, name)).toList();
    String text =
        TableFormat.TABLE.render(
            MetricsReport.summary(results, Normalization.PAPER, List.of("Mind the z.")));
    assertThat(text.lines()).contains(name + " L2 ×1.5").allMatch(line -> line.length() <= 100);
    assertThat(text).contains("myopia L2 ×-1.5");
  }

  /** The same result, as if its positive coefficient had been another vector's. */
  private static MetricResult fromVector(MetricResult r, String name) {
    Condition c = r.condition();
    if (c.coefficient() <= 0) {
      return r;
    }
    Condition other =
        new Condition(c.model(), c.behavior(), c.condition(), name, c.layer(), c.coefficient());
    return new MetricResult(
        r.metric(),
        r.normalization(),
        other,
        r.fraction(),
        r.value(),
        r.low(),
        r.high(),
        r.n(),
        r.unit());
  }

  @Test
  void quartilesAreShownAtEveryFraction() {
    MetricsReport report =
        report("demo", "myopia").withQuartiles(List.of(Normalization.PAPER, Normalization.NONE));
    assertThat(TableFormat.TABLE.render(report))
        .contains("25 %", "50 %", "75 %", "100 %")
        .doesNotContain("repository");
  }

  @Test
  void markdownShowsAnyNameAsItIs() {
    String text = TableFormat.MD.render(report(Results.NASTY, "myopia"));
    assertThat(text)
        .contains(
            "| =a\\|b\\\\\\`&lt;i&gt;&amp;\\*\\_x\\_ {\\$\\#^\\~%},\"q\"&#10;\\[l\\](u) | baseline |")
        .contains("| Δ positive (nats/token) |");
    List<Long> bars =
        text.lines()
            .filter(line -> line.startsWith("|"))
            .map(line -> line.replace("\\|", "").chars().filter(c -> c == '|').count())
            .distinct()
            .toList();
    assertThat(bars).containsExactly(12L);
  }

  @Test
  void latexShowsAnyNameAsItIs() {
    String text = TableFormat.TEX.render(report(Results.NASTY, "myopia"));
    assertThat(text)
        .contains("\\toprule", "\\midrule", "\\bottomrule", "{@{}lrrrrrrrrr@{}}")
        .contains(
            "\\textit{=a\\textbar{}b\\textbackslash{}\\textasciigrave{}\\textless{}i\\textgreater{}\\&*\\_x\\_"
                + " \\{\\$\\#\\textasciicircum{}\\textasciitilde{}\\%\\},\\textquotedbl{}q\\textquotedbl{}"
                + " [l](u)}}")
        .contains("{}L2 $\\times{-}$1.5 & ${-0.142} \\pm 0.026$ & ")
        .contains("$\\Delta$ positive");
  }

  @Test
  void jsonHoldsTheLongTableAndTheWarnings() throws IOException {
    MetricsReport report = report(Results.NASTY, "myopia");
    JsonNode root = new ObjectMapper().readTree(TableFormat.JSON.render(report));
    assertThat(root.get("warnings").get(0).asText()).isEqualTo("Mind the z.");
    assertThat(root.get("metrics")).hasSameSizeAs(report.results());
    MetricResult result = report.results().get(0);
    JsonNode first = root.get("metrics").get(0);
    assertThat(first.get("metric").asText()).isEqualTo(result.metric());
    assertThat(first.get("model").asText()).isEqualTo(Results.NASTY);
    assertThat(first.get("value").doubleValue()).isEqualTo(result.value());
    assertThat(first.get("layer").isNull()).isTrue();
  }

  @Test
  void csvIsTheLongTable() {
    MetricsReport report = report("demo", "myopia");
    assertThat(TableFormat.CSV.render(report)).isEqualTo(MetricsTable.csv(report.results()));
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatEndsItsLastLineAndNeverPrintsMinusZero(TableFormat format) {
    String text = format.render(report("demo", "myopia"));
    assertThat(text).endsWith("\n").doesNotContain("-0.0000", "NaN");
    assertThat(TableFormat.ofWord(format.word())).contains(format);
  }

  @Test
  void fixedDecimalsAreThoseOfJavasFormat() {
    Random random = new Random(2);
    DoubleStream.concat(
            random.doubles(5000, -10, 10), random.ints(5000, 0, 1000).mapToDouble(i -> i / 8e4))
        .filter(value -> Math.abs(value) > 0.001)
        .forEach(
            value ->
                assertThat(Digits.nats(value))
                    .isEqualTo(String.format(Locale.ROOT, "%.4f", value)));
    assertThat(Digits.nats(Double.NaN)).isEqualTo("NaN");
    assertThat(Digits.nats(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
  }

  @Test
  void digitsAreFixedAndZeroHasNoSign() {
    assertThat(Digits.nats(-0.00001)).isEqualTo("0.0000");
    assertThat(Digits.change(0.00001)).isEqualTo("0.0000");
    assertThat(Digits.change(0.12345)).isEqualTo("+0.1235");
    assertThat(Digits.change(-1234.5)).isEqualTo("-1234.5000");
    assertThat(Digits.share(0.5)).isEqualTo("0.500");
    assertThat(Digits.interval(1, null, null)).isEqualTo("1.0000");
  }

  @Test
  void reportSaysWhatWasAskedWhatCameOutAndWhatWordsMean() {
    String text =
        MarkdownReport.of(
            "Steering myopia",
            Map.of("model", "demo_f16.gguf"),
            report("demo", "myopia"),
            List.of(),
            List.of(new FigureLink("a_b, [x: y", "How to read <it>.", "figures/a_b.svg")));
    assertThat(text)
        .startsWith("# Steering myopia\n")
        .contains("- **model**: demo\\_f16.gguf")
        .contains("- Mind the z.")
        .contains("### myopia: 12 pairs")
        .contains("- **delta\\_propensity**: mean over pairs", "unit nats/token", "t over pairs")
        .contains("unit 1 or nats/token")
        .contains(
            "\n\n![a\\_b, \\[x: y](figures/a_b.svg)\n\n**a\\_b, \\[x: y**. How to read &lt;it&gt;.\n");
  }
}
