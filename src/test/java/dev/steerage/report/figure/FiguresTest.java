package dev.steerage.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.Normalization;
import dev.steerage.metric.OrderedTexts;
import dev.steerage.metric.PairChanges;
import dev.steerage.report.Figure;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.ScoreRow;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FiguresTest {
  /** A size that a page of many figures can bear. */
  private static final int MOST_BYTES = 150_000;

  @BeforeAll
  static void fontsAreThere() {
    assumeThat(Figures.obstacle()).isEmpty();
  }

  private static List<Figure> figures(List<ScoreRow> rows) {
    return FigureMetrics.figures(
        new FigureData(
            PairChanges.of(rows, Aggregation.MEAN),
            OrderedTexts.of(rows, Aggregation.MEAN, Normalization.PAPER),
            List.of(),
            List.of(),
            Margin.TENTH),
        FigureStyle.USUAL);
  }

  private static String svg(Figure figure) {
    return new String(figure.files().get(0).bytes(), StandardCharsets.UTF_8);
  }

  private static Document parsed(Figure figure) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg(figure))));
  }

  private static List<String> texts(Figure figure) throws Exception {
    NodeList texts = parsed(figure).getElementsByTagNameNS("*", "text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent())
        .toList();
  }

  @Test
  void everyModelAndBehaviorHasTwoFigures() throws Exception {
    List<ScoreRow> rows = FigureScores.of("demo", "myopia", 4, 50);
    rows.addAll(FigureScores.of("demo-q2_k", "myopia", 1, 5));
    rows.addAll(FigureScores.of("demo", "unsteered", 0, 5));
    List<Figure> figures = figures(rows);
    assertThat(figures)
        .extracting(figure -> figure.link().path())
        .containsExactly(
            "figures/myopia-demo-likelihoods.svg",
            "figures/myopia-demo-changes.svg",
            "figures/myopia-demo-q2_k-likelihoods.svg",
            "figures/myopia-demo-q2_k-changes.svg");
    for (Figure figure : figures) {
      assertThat(parsed(figure).getDocumentElement().getAttribute("viewBox"))
          .startsWith("0 0 691.65 ");
      assertThat(figure.files().get(0).bytes()).hasSizeLessThan(MOST_BYTES);
    }
    assertThat(texts(figures.get(0)))
        .contains("myopia, demo: normalized log-likelihoods", "baseline", "steered")
        .contains("vector L13 ×1", "vector L13 ×4", "negatives", "positives", "n = LL / z");
    assertThat(texts(figures.get(1)))
        .contains("myopia, demo: changes by pair", "propensity", "steered − baseline, nats/token")
        .anyMatch(text -> text.startsWith("mean Δ propensity 0.0"));
  }

  @Test
  void sameScoresGiveTheSameBytes() {
    List<ScoreRow> rows = FigureScores.of("demo", "myopia", 5, 20);
    Locale before = Locale.getDefault();
    List<Figure> figures = figures(rows);
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(figures(rows)).isEqualTo(figures);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void namesAreTextAndNeverMarkup() throws Exception {
    String name = "<b>&\"x\"";
    List<ScoreRow> rows = FigureScores.of("m", name, 0, 4);
    String untidy = "]]>\u0001\n\ud800é😀";
    FigureScores.add(
        rows,
        new Condition("m", name, "c", untidy, 1, 1),
        new double[] {-1, -2, -3, -4, -1, -2, -3, -4});
    for (Figure figure : figures(rows)) {
      assertThat(parsed(figure).getElementsByTagName("b").getLength()).isZero();
      assertThat(texts(figure))
          .anyMatch(text -> text.startsWith("<b>&\"x\", m: "))
          .contains("]]>   é😀 L1 ×1");
      assertThat(figure.name()).startsWith("_b___x_-m-");
    }
  }

  @Test
  void hostileNamesAreTextInEveryFigure() throws Exception {
    String name = "<b>&\"x\"\u0001]]>";
    List<ScoreRow> rows = FigureMetrics.scores(name, name, 1, 2, -1, 1);
    FigureMetrics.addRandom(rows, name, name, 3, -1, 1);
    rows.addAll(FigureMetrics.scores(name + "-<i>", name, 2, 2, -1, 1));
    List<Figure> all = FigureMetrics.figures(FigureMetrics.data(rows), FigureStyle.USUAL);
    assertThat(all).hasSize(8);
    for (Figure figure : all) {
      assertThat(parsed(figure).getElementsByTagName("b").getLength()).isZero();
      assertThat(parsed(figure).getElementsByTagName("i").getLength()).isZero();
      assertThat(texts(figure)).anyMatch(text -> text.contains("<b>&\"x\" ]]>"));
    }
    assertThat(texts(all.get(0))).contains("<i>", "2.000 changed");
  }

  @Test
  void longNamesLoseTheirMiddle() throws Exception {
    Figure figure = figures(FigureScores.of("m", "😀".repeat(300), 1, 4)).get(0);
    assertThat(texts(figure))
        .anyMatch(text -> text.matches("😀+…😀*, m: normalized log-likelihoods"));
    assertThat(figures(FigureScores.of("m", "é".repeat(300), 1, 4)).get(0).link().path())
        .satisfies(
            path -> assertThat(path.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(200, 240));
  }

  @Test
  void manyConditionsHaveSeveralFiles() throws Exception {
    List<Figure> figures = figures(FigureScores.of("demo", "myopia", 25, 4));
    assertThat(figures)
        .extracting(Figure::name)
        .containsExactly(
            "myopia-demo-likelihoods",
            "myopia-demo-likelihoods-2",
            "myopia-demo-likelihoods-3",
            "myopia-demo-changes",
            "myopia-demo-changes-2",
            "myopia-demo-changes-3");
    assertThat(texts(figures.get(1))).filteredOn(text -> text.startsWith("vector L")).hasSize(12);
    assertThat(texts(figures.get(2)))
        .contains("vector L13 ×25", "myopia, demo: normalized log-likelihoods (3 of 3)");
  }

  @Test
  void namesAreDistinctOnEveryFileSystem() {
    List<ScoreRow> rows = new ArrayList<>();
    for (String behavior : List.of("a b", "a_b", "A_b", "a_b-m")) {
      rows.addAll(FigureScores.of("m", behavior, 1, 4));
    }
    rows.addAll(FigureScores.of("m-m", "a_b", 1, 4));
    assertThat(figures(rows))
        .extracting(figure -> figure.name().toLowerCase(Locale.ROOT))
        .hasSize(10)
        .doesNotHaveDuplicates();
  }

  @Test
  void valuesThatAreNoNumbersAreLeftOut() throws Exception {
    List<ScoreRow> rows = new ArrayList<>();
    // z = −(max negative + min positive) / 2 = 0
    FigureScores.add(rows, Condition.baseline("m", "b"), new double[] {-1, 0, 1, -2});
    FigureScores.add(rows, FigureScores.steered("m", "b", 1), new double[] {-1, -1.5, -2, -1});
    for (Figure figure : figures(rows)) {
      assertThat(parsed(figure).getDocumentElement().getTagName()).isEqualTo("svg");
      assertThat(svg(figure)).doesNotContain("NaN", "Infinity");
    }
  }
}
