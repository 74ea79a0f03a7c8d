package dev.steerage.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.steerage.InputException;
import dev.steerage.report.Figure;
import dev.steerage.report.FigureFile;
import dev.steerage.runlog.ScoreRow;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FigureStyleTest {
  private static final Pattern FONT_SIZE = Pattern.compile("font-size=\"([0-9.]+)px\"");

  @BeforeAll
  static void fontsAreThere() {
    assumeThat(Figures.obstacle()).isEmpty();
  }

  private static List<Figure> figures(FigureFormat format, double width, Lettering lettering) {
    List<ScoreRow> rows = FigureMetrics.scores("full", "myopia", 1, 2, -1, 1);
    FigureMetrics.addRandom(rows, "full", "myopia", 5, -1, 1);
    rows.addAll(FigureMetrics.scores("full-q2", "myopia", 1.5, 2, -1, 1));
    return FigureMetrics.figures(
        FigureMetrics.data(rows), new FigureStyle(format, width, lettering));
  }

  private static String svg(Figure figure) {
    return new String(figure.files().get(0).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aPngIsAsWideAsAskedAtThreeHundredDotsPerInch() throws IOException {
    for (Figure figure : figures(FigureFormat.BOTH, FigureStyle.SINGLE, Lettering.SANS)) {
      assertThat(figure.files()).extracting(FigureFile::ending).containsExactly("svg", "png");
      assertThat(figure.link().path()).endsWith(".svg");
      byte[] png = figure.files().get(1).bytes();
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      // 89 mm / 25.4 mm × 300
      assertThat(image.getWidth()).isEqualTo(1051);
      Matcher height = Pattern.compile("height=\"([0-9.]+)mm\"").matcher(svg(figure));
      assertThat(height.find()).isTrue();
      assertThat((double) image.getHeight())
          .isBetween(
              Double.parseDouble(height.group(1)) / 25.4 * 300 - 1,
              Double.parseDouble(height.group(1)) / 25.4 * 300 + 1);
      int physical = new String(png, StandardCharsets.ISO_8859_1).indexOf("pHYs");
      // 300 / 0.0254 m
      assertThat(ByteBuffer.wrap(png).getInt(physical + 4)).isEqualTo(11811);
      assertThat(darkDots(image)).isGreaterThan(1000);
    }
  }

  private static int darkDots(BufferedImage image) {
    int dark = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        dark += (image.getRGB(x, y) & 0xFF00) < 0x8000 ? 1 : 0;
      }
    }
    return dark;
  }

  @Test
  void onlyWhatIsAskedForIsDrawn() {
    assertThat(figures(FigureFormat.PNG, FigureStyle.DOUBLE, Lettering.SANS))
        .allSatisfy(figure -> assertThat(figure.link().path()).endsWith(".png"))
        .allSatisfy(figure -> assertThat(figure.files()).hasSize(1));
    assertThat(figures(FigureFormat.SVG, FigureStyle.DOUBLE, Lettering.SANS))
        .extracting(figure -> figure.link().path())
        .startsWith(
            "figures/slope-ratios.svg",
            "figures/myopia-dose-response.svg",
            "figures/myopia-layers.svg",
            "figures/myopia-null.svg",
            "figures/myopia-full-likelihoods.svg");
  }

  @Test
  void textHasTheSamePointsAtEveryWidth() {
    for (double width : new double[] {FigureStyle.SINGLE, FigureStyle.DOUBLE, 120}) {
      for (Figure figure : figures(FigureFormat.SVG, width, Lettering.SERIF)) {
        String svg = svg(figure);
        assertThat(svg)
            .contains("width=\"" + (width == 120 ? "120" : width == 89 ? "89" : "183") + "mm\"")
            .contains("font-family=\"serif\"")
            .doesNotContain("font-family=\"sans");
        TreeSet<Double> sizes = new TreeSet<>();
        Matcher all = FONT_SIZE.matcher(svg);
        while (all.find()) {
          sizes.add(Double.parseDouble(all.group(1)));
        }
        // in 1/96 inch: 7.5, 8.25 and 9 points of 1/72
        assertThat(sizes).containsExactly(10.0, 11.0, 12.0);
      }
    }
    for (double points : new double[] {Lettering.TITLE, Lettering.LABEL, Lettering.NUMBER}) {
      assertThat(FigureStyle.USUAL.font(Font.PLAIN, points).getSize2D() * 72 / 96.0)
          .isBetween(7.0, 9.0);
    }
  }

  @Test
  void widthsAreWordsOrMillimetres() {
    assertThat(FigureStyle.width("single")).isEqualTo(89);
    assertThat(FigureStyle.width("double")).isEqualTo(183);
    assertThat(FigureStyle.width("120.5")).isEqualTo(120.5);
    assertThatThrownBy(() -> FigureStyle.width("broad"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "figure width 'broad' is none; give single, double, or millimetres from 60 to 400");
    assertThatThrownBy(() -> new FigureStyle(FigureFormat.SVG, 59, Lettering.SANS))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new FigureStyle(FigureFormat.SVG, Double.NaN, Lettering.SANS))
        .isInstanceOf(InputException.class);
  }
}
