package dev.steerage.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in Chromium, where there is one, with the network cut off. */
@SuppressWarnings("NullAway.Init") // JUnit sets what is static
class BrowserTest {
  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir private static Path folder;

  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> program = Browser.program();
    assumeTrue(
        program.isPresent(),
        "the page is not opened: no chromium on the PATH (on Debian: apt-get install chromium)");
    browser = Browser.start(program.orElseThrow(), folder);
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  private static String open(String name) throws Exception {
    String page = Pages.of(name);
    Path file = folder.resolve("report.html");
    Files.writeString(file, page);
    browser.open(file);
    assertThat(browser.console()).isEmpty();
    // a heat map is an image that the page has drawn itself
    assertThat(browser.requests().stream().filter(url -> !url.startsWith("data:")))
        .containsExactly(file.toUri().toString());
    return page;
  }

  private static String text(String expression) throws Exception {
    return browser.evaluate(expression).asText();
  }

  private static String table(String section, String cells) {
    return "Array.from(document.querySelectorAll('#" + section + " table')[0].rows, " + cells + ")";
  }

  @Test
  void drawsEveryFigureWithoutAWordOnTheConsole() throws Exception {
    String page = open(Pages.HOSTILE);
    int figures = page.split("<div class=\"plot\"", -1).length - 1;
    assertThat(figures).isGreaterThan(5);
    String drawn =
        "Array.from(document.querySelectorAll('.plot'), p => p.querySelectorAll('svg .trace, svg .hm, svg .fills').length)";
    assertThat(browser.evaluate(drawn)).hasSize(figures).noneMatch(n -> n.asInt() == 0);
    // as text in a legend
    assertThat(
            browser.evaluate(
                "Array.from(document.querySelectorAll('.legendtext'), t => t.textContent)"))
        .anyMatch(legend -> legend.asText().startsWith("=1+1 </script><script>alert(1)</script>"));
    assertThat(browser.evaluate(OVERLAP).asDouble()).isLessThan(1);
    assertThat(text("document.querySelectorAll('img, main b b, .plot b').length")).isEqualTo("0");
  }

  @Test
  void headersSortByNumberAndThenTheOtherWayRound() throws Exception {
    open("plain");
    String header =
        "Array.from(document.querySelectorAll('#summary th')).find(h => h.textContent.startsWith('Δ prop.'))";
    String column = "(" + header + ").cellIndex";
    String values = table("summary", "r => parseFloat(r.cells[" + column + "].textContent)");
    String ordered =
        "(sign => %s.filter(v => !isNaN(v)).every((v, i, all) => i === 0 || sign * (v - all[i - 1]) >= 0))"
            .formatted(values);
    browser.click(header + ".querySelector('button')");
    assertThat(text(header + ".getAttribute('aria-sort')")).isEqualTo("ascending");
    assertThat(browser.evaluate(ordered + "(1)").asBoolean()).isTrue();
    browser.click(header + ".querySelector('button')");
    assertThat(text(header + ".getAttribute('aria-sort')")).isEqualTo("descending");
    assertThat(browser.evaluate(ordered + "(-1)").asBoolean()).isTrue();
    assertThat(browser.evaluate(values + ".filter(v => !isNaN(v)).length").asInt()).isEqualTo(12);
  }

  @Test
  void everythingIsReachedAndUsedWithTheKeyboard() throws Exception {
    open("plain");
    StringBuilder seen = new StringBuilder();
    String focus =
        "(e => [e.tagName, e.className, e.textContent.slice(0, 20)].join(' '))(document.activeElement)";
    for (int i = 0; i < 400 && !text("document.activeElement.tagName").equals("SELECT"); i++) {
      browser.press("Tab");
      seen.append(text(focus)).append('\n');
      if (text(focus).startsWith("BUTTON  ratio")) {
        browser.press("Enter");
        assertThat(text("document.activeElement.closest('th').getAttribute('aria-sort')"))
            .isEqualTo("ascending");
      }
    }
    assertThat(seen.toString())
        .contains("A  Verdict", "BUTTON  ratio", "BUTTON copy Copy table", "SUMMARY", "SELECT");
    // the outline that shows where the keyboard is
    assertThat(text("getComputedStyle(document.activeElement).outlineStyle")).isEqualTo("solid");
    browser.press("Tab");
    browser.press("Tab");
    browser.press("ArrowDown");
    assertThat(text("document.activeElement.selectedIndex")).isEqualTo("1");
  }

  @Test
  void aTableIsCopiedAsASpreadsheetTakesIt() throws Exception {
    open(Pages.HOSTILE);
    browser.click("document.querySelector('#summary .copy')");
    browser.await("document.getElementById('status').textContent.startsWith('copied')");
    List<String> lines = browser.clipboard().lines().toList();
    String rows = table("summary", "r => r.cells.length");
    assertThat(lines).hasSize(browser.evaluate(rows + ".length").asInt());
    assertThat(lines.get(0)).startsWith("model\tcondition\tΔ positive (nats/token)");
    // no formula, and all the rest of the text
    assertThat(lines.get(1)).startsWith("'=1+1 </script><script>alert(1)</script>");
    assertThat(lines.get(2).split("\t")[5]).matches("-0\\.\\d+±0\\.\\d+");
  }

  @Test
  void pairsShowWhatEachTokenGains() throws Exception {
    open("plain");
    String tokens =
        "Array.from(document.querySelectorAll('#pairs .tokens span'), s => s.title + s.className).join('|')";
    String headings =
        "Array.from(document.querySelectorAll('#pairs h4'), h => h.textContent).join('|')";
    assertThat(text("document.querySelector('#pairs .prompt').innerText.replace(/\\s+/g, ' ')"))
        .isEqualTo("system prompt plain prompt plain?");
    assertThat(text(tokens))
        .isEqualTo(
            "−1.250 → −0.750 (+0.500 nats)up|−32.768 → −32.768 (0.000 nats)"
                + "|−0.750 → −1.250 (−0.500 nats)down|−0.125 → −0.125 (0.000 nats)");
    assertThat(text(headings))
        .isEqualTo(
            "positive: +0.500 nats, +0.250 nats/token|negative: −0.500 nats, −0.250 nats/token");
    // the second choice of conditions is the one to compare with
    browser.click("document.querySelectorAll('#pairs select')[1]");
    browser.press("ArrowDown");
    browser.press("Enter");
    assertThat(text("document.querySelectorAll('#pairs select')[1].selectedIndex")).isEqualTo("1");
    assertThat(text(tokens)).startsWith("−0.750 → −0.750 (0.000 nats)|");
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void pointingAtAPairShowsItsTextsAsText() throws Exception {
    open(Pages.HOSTILE);
    String plot =
        "Array.from(document.querySelectorAll('.plot')).find(p => p.getAttribute('aria-label').includes('pair by pair'))";
    // the pair with texts is the first of all, whose change is least where the coefficient is
    // positive
    String points =
        plot + ".querySelectorAll('.scatterlayer .trace')[2].querySelectorAll('.point')";
    browser.point(points + "[0]");
    String hover = plot + ".querySelector('.hoverlayer').textContent";
    browser.await(hover + ".includes('prompt: ')");
    String shown = text(hover).replace("\u2068", "").replace("\u2069", "");
    assertThat(shown)
        .contains("p0: +", "positive +0.", "prompt: =1+1 </script><script>alert(1)</script>")
        .contains("negative:  c d".replace("  ", " "));
    assertThat(text("document.querySelectorAll('img').length")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textStandsOutAgainstWhatIsBehindIt(String scheme) throws Exception {
    open("plain");
    browser.scheme(scheme);
    browser.await(
        "getComputedStyle(document.body).backgroundColor === '%s'"
            .formatted(scheme.equals("dark") ? "rgb(23, 24, 26)" : "rgb(255, 255, 255)"));
    // contrast as WCAG 2.2 defines it; 4.5 is its level AA
    String contrast =
        """
        (() => {
          const light = c => c.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const paper = light(getComputedStyle(document.body).backgroundColor);
          const ratio = c => { const [a, b] = [light(c), paper].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); };
          const html = Array.from(document.querySelectorAll('h1, h2, a, td, th button, .unit, figcaption, summary, .copy, select'),
            e => ratio(getComputedStyle(e).color));
          const svg = Array.from(document.querySelectorAll('.plot text')).filter(t => !t.closest('.heatmap-label')).map(t => ratio(getComputedStyle(t).fill));
          return [Math.min(...html), Math.min(...svg), svg.length];
        })()
        """;
    assertThat(browser.evaluate(contrast).path(1).asDouble()).isGreaterThanOrEqualTo(4.5);
    assertThat(browser.evaluate(contrast).path(0).asDouble()).isGreaterThanOrEqualTo(4.5);
    assertThat(browser.evaluate(contrast).path(2).asInt()).isGreaterThan(20);
    browser.picture(PICTURES.resolve(scheme + ".png"));
  }

  /** How far figures reach into their captions, in pixels. */
  private static final String OVERLAP =
      "Math.max(...Array.from(document.querySelectorAll('figure'), f =>"
          + " f.querySelector('svg').getBoundingClientRect().bottom - f.querySelector('figcaption').getBoundingClientRect().top))";

  @Test
  void aPhoneScrollsTablesAndNotThePage() throws Exception {
    open("plain");
    browser.size(390, 844);
    browser.await("window.innerWidth === 390");
    browser.await(
        "Array.from(document.querySelectorAll('.plot svg')).every(s => s.getBoundingClientRect().width <= 390)");
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(390);
    assertThat(browser.evaluate(OVERLAP).asDouble()).isLessThan(1);
    browser.picture(PICTURES.resolve("narrow.png"));
  }

  @Test
  void itPrintsOnSeveralPages() throws Exception {
    open("plain");
    String pdf = new String(browser.print(), StandardCharsets.ISO_8859_1);
    assertThat(pdf).startsWith("%PDF");
    assertThat(pdf.split("/Type /Page\\b", -1).length - 1).isGreaterThan(2);
  }
}
