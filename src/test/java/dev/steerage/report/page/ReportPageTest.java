package dev.steerage.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script[^>]*>(.*?)</script>");

  @Test
  void dataIsNeverMarkup() {
    String page = Pages.of(Pages.HOSTILE);
    String plain = Pages.of("plain");
    assertThat(tags(page)).isEqualTo(tags(plain));
    assertThat(SCRIPT.matcher(page).results().count()).isEqualTo(3);
    assertThat(page)
        .contains("&lt;img src=x onerror=alert(1)&gt; &quot;q&quot; &#39;a&#39; &amp;amp;");
    assertThat(page).doesNotContain("<img", "<b>b</b>", "'q'");
  }

  /** Elements in their order, outside of scripts. */
  private static List<String> tags(String page) {
    return Pattern.compile("</?[a-zA-Z!][a-zA-Z0-9]*")
        .matcher(SCRIPT.matcher(page).replaceAll(""))
        .results()
        .map(match -> match.group())
        .toList();
  }

  @Test
  void scriptsHoldDataThatEndsNoScriptAndReadsBack() throws IOException {
    String hostile = Pages.HOSTILE + "\u2028\u2029\n";
    String json = ScriptText.json(List.of(hostile));
    assertThat(json).doesNotContain("<", ">", "&", "\u2028", "\u2029").contains("\\u2028");
    assertThat(new ObjectMapper().readValue(json, String[].class)).containsExactly(hostile);
    assertThat(script(Pages.of(Pages.HOSTILE))).doesNotContain("<script", "<!--");
  }

  @Test
  void numbersHaveTheDigitsOfAFigureAndGapsWhereThereIsNone() {
    assertThat(ScriptText.json(ScriptText.numbers(List.of(0.123456789, 1e-9, Double.NaN, 2.0))))
        .isEqualTo("[0.123457,1E-9,null,2]");
  }

  @Test
  void nothingIsLoadedAndOnlyThePagesOwnScriptsRun() throws GeneralSecurityException {
    String page = Pages.of("plain");
    String script = script(page);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
    assertThat(page)
        .contains("content=\"default-src 'none'; script-src 'sha256-")
        .contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'")
        .doesNotContain(
            "script-src 'unsafe", "http://", "https://", " src=", "<link", "@import", "url(");
  }

  private static String script(String page) {
    Matcher scripts = SCRIPT.matcher(page);
    assertThat(scripts.find()).isTrue();
    assertThat(scripts.find()).isTrue();
    assertThat(scripts.find()).isTrue();
    return scripts.group(1);
  }

  @Test
  void theAnswerComesFirstAndProvenanceLast() {
    List<String> ids =
        Stream.of(Pages.of("plain").split("<section id=\""))
            .skip(1)
            .map(s -> s.split("\"")[0])
            .toList();
    assertThat(ids)
        .containsExactly(
            "warnings", "verdict", "summary", "figures", "pairs", "tables", "provenance");
  }

  @Test
  void everyFigureIsDrawnIntoItsPlaceAndSaysWhatItShows() {
    String page = Pages.of("plain");
    List<String> places =
        Pattern.compile("<div class=\"plot\" id=\"(figure\\d+)\"")
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(places).isNotEmpty();
    assertThat(places)
        .allSatisfy(id -> assertThat(page).contains("figures[\"" + id + "\"] = function"));
    assertThat(page)
        .contains(
            "<b>plain: Δ propensity over the coefficients of plain L3</b>",
            "mean over pairs, in nats/token; n = 12 pairs; bands and bars: 95 % t-intervals over pairs",
            "<b>plain: Δ propensity</b>",
            "<b>plain, plainm: Δ propensity of plain by layer and coefficient</b>",
            "<b>plain, plainm: vectors among random directions</b>",
            "<b>plain, plainm: Δ propensity pair by pair</b>",
            "<b>How much of steering is left: slopes against plainm</b>");
  }

  @Test
  void curvesHaveTheMeansOfTheScores() {
    String script = script(Pages.of("plain"));
    // 0.1 · coefficient · (mean over i of 1 + 0.01 i² + 1/3), i from 0 to 11
    String line =
        Pattern.compile("\\{[^\\n]*\"mode\":\"lines\\+markers\"[^\\n]*")
            .matcher(script)
            .results()
            .map(match -> match.group())
            .filter(text -> text.contains("\"name\":\"plainm\""))
            .findFirst()
            .orElseThrow();
    assertThat(line).contains("\"x\":[-2,-1,0,1,2]");
    assertThat(line).contains("\"y\":[-0.351,-0.1755,0,0.1755,0.351]");
  }

  @Test
  void theOtherFiguresHaveTheirNumbers() {
    String script = script(Pages.of("plain"));
    assertThat(script)
        .as("heat map: layers 3 and 4, coefficients −2, −1, 1 and 2")
        .contains("\"z\":[[-0.351,-0.1755,0.1755,0.351],[null,null,0.351,null]]");
    assertThat(script)
        .as("slopes of a model that is steered half as much")
        .containsPattern("\"x\":\\[0\\.5[,\\]]");
    assertThat(script).as("random directions").contains("\"x\":[-0.0351,0,0.0351]");
    assertThat(script)
        .as("divergence at −2, −1, 1, 2, at layer 4 and of the system prompt")
        .contains("\"x\":[0.04,0.01,0.01,0.04,0.01,0.01]");
    assertThat(script).as("perplexity").contains("\"y\":[1.04,1.01,1,1.01,1.04]");
    assertThat(script).as("bars from a value to both ends").contains("\"array\":[0.04,0.01,");
  }
}
