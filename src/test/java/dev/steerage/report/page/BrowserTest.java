package dev.steerage.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in Chromium, where there is one, with the network cut off. */
class BrowserTest {
  @TempDir private Path folder;

  /** What a browser made of a page. */
  private record Shown(String dom, String console) {}

  @Test
  void drawsEveryFigureWithoutAWordOnTheConsole() throws Exception {
    String page = Pages.of(Pages.HOSTILE);
    Shown shown = open(page, "");
    assertThat(shown.console).isEmpty();
    assertThat(shown.dom).contains("data-ready=\"yes\"");
    int figures = page.split("<div class=\"plot\"", -1).length - 1;
    assertThat(figures).isGreaterThan(2);
    assertThat(shown.dom.split("class=\"[^\"]*js-plotly-plot", -1)).hasSize(figures + 1);
    // as text in a legend
    assertThat(shown.dom).contains("data-unformatted=\"=1+1 &amp;lt;/script&amp;gt;");
    assertThat(shown.dom).doesNotContain("<img", "<b>b</b>");
  }

  @Test
  void headersSortByNumberAndThenTheOtherWayRound() throws Exception {
    String clicks =
        """
        addEventListener("load", () => {
          const table = document.querySelector("#summary table");
          const column = Array.from(table.tHead.rows[0].cells).findIndex(c => c.textContent.startsWith("Δ prop."));
          const values = () => Array.from(table.tBodies[0].rows, r => r.cells[column].textContent).filter(t => t).map(parseFloat);
          const header = table.tHead.rows[0].cells[column];
          header.querySelector("button").click();
          const up = values().every((v, i, all) => i === 0 || all[i - 1] <= v);
          const state = header.getAttribute("aria-sort");
          header.querySelector("button").click();
          const down = values().every((v, i, all) => i === 0 || all[i - 1] >= v);
          document.body.dataset.sorted = [values().length, up, state, down, header.getAttribute("aria-sort")].join(" ");
        });
        """;
    Shown shown = open(Pages.of("plain"), clicks);
    assertThat(shown.console).isEmpty();
    assertThat(shown.dom).contains("data-sorted=\"12 true ascending true descending\"");
  }

  @Test
  void pairsShowWhatEachTokenGains() throws Exception {
    String clicks =
        """
        addEventListener("load", () => {
          const selects = document.querySelectorAll("#pairs select");
          const seen = () => Array.from(document.querySelectorAll("#pairs .tokens span"), s => s.title + s.className).join("|")
            + Array.from(document.querySelectorAll("#pairs h4"), h => h.textContent).join("|");
          const first = seen();
          selects[2].value = 0;
          selects[2].dispatchEvent(new Event("change"));
          document.body.dataset.first = first;
          document.body.dataset.same = seen();
        });
        """;
    Shown shown = open(Pages.of("plain"), clicks);
    assertThat(shown.console).isEmpty();
    assertThat(shown.dom)
        .contains(
            "data-first=\"−1.250 → −0.750 (+0.500 nats)up|−32.768 → −32.768 (0.000 nats)"
                + "|−0.750 → −1.250 (−0.500 nats)down|−0.125 → −0.125 (0.000 nats)"
                + "positive: +0.500 nats, +0.250 nats/token|negative: −0.500 nats, −0.250 nats/token\"")
        .contains("data-same=\"−1.250 → −1.250 (0.000 nats)|");
  }

  /** Opens a page with one more script, which its policy is told of. */
  private Shown open(String page, String script) throws Exception {
    Optional<String> browser = browser();
    assumeTrue(
        browser.isPresent(),
        "the page is not opened: no chromium on the PATH (on Debian: apt-get install chromium)");
    Path file = folder.resolve("report.html");
    Files.writeString(
        file,
        page.replace("script-src ", "script-src '" + digest(script) + "' ")
            .replace("</body>", "<script>" + script + "</script></body>"));
    Path dom = folder.resolve("dom.html");
    Path log = folder.resolve("log.txt");
    List<String> command =
        List.of(
            browser.orElseThrow(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--user-data-dir=" + folder.resolve("profile"),
            "--enable-logging=stderr",
            "--virtual-time-budget=30000",
            "--dump-dom",
            file.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    List<String> console = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      if (line.contains("CONSOLE") && line.contains("report.html")) {
        console.add(line);
      }
    }
    return new Shown(Files.readString(dom), String.join("\n", console));
  }

  private static String digest(String script) throws GeneralSecurityException {
    byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
    return "sha256-"
        + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static Optional<String> browser() throws IOException {
    for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
      Optional<Path> found =
          Stream.of(System.getenv("PATH").split(":"))
              .map(folder -> Path.of(folder, name))
              .filter(Files::isExecutable)
              .findFirst();
      if (found.isPresent()) {
        return found.map(Path::toString);
      }
    }
    return Optional.empty();
  }
}
