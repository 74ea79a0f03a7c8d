package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.report.MetricsTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code steerage evaluate --neutral}. */
class NeutralOptionTest {
  private static final String TEXT = "models/demo/neutral.txt";

  @TempDir private Path folder;
  private Path output;
  private String pairs;

  @BeforeEach
  void writePairs() throws IOException {
    output = folder.resolve("run");
    pairs = Demo.pairs(folder, "myopia", 2);
  }

  private CommandRun evaluate(String... more) {
    return Demo.evaluate(output, Demo.MODEL, pairs, more);
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("text.txt"), text).toString();
  }

  @Test
  void badInputIsRefusedInOneSentence() throws IOException {
    evaluate("--neutral", "nope.txt").refused("nope.txt", "no such file");
    evaluate("--neutral", file(" \n")).refused("text.txt", "has no text");
    Path latin =
        Files.write(folder.resolve("latin.txt"), "é".getBytes(StandardCharsets.ISO_8859_1));
    evaluate("--neutral", latin.toString()).refused("latin.txt", "byte 0 is no valid UTF-8");
    evaluate("--neutral", file("A few words."))
        .refused("text.txt", "has 5 tokens", "fewer than the 512 of a chunk");
    evaluate("--neutral", TEXT, "--neutral-context", "1")
        .refused("neutral-context 1 is out of range; give 3 or more");
    evaluate("--neutral", TEXT, "--neutral-context", "513")
        .refused("steerage-demo-f16.gguf", "a context of 512 tokens", "--neutral-context 512");
    evaluate("--neutral", TEXT, "--neutral-chunks", "0").refused("neutral-chunks 0");
    evaluate("--neutral-chunks", "2").refused("neutral-chunks is about a neutral text");
    assertThat(output).doesNotExist();
  }

  @Test
  void aVectorThatBreaksTheModelIsSeenAndTheSpecRepeatsIt() throws IOException {
    String[] options = {
      "--vector",
      Demo.vector("myopia"),
      "--layer",
      "2",
      "--coefficient",
      "-8",
      "--neutral",
      TEXT,
      "--neutral-context",
      "64",
      "--neutral-chunks",
      "12"
    };
    CommandRun first = evaluate(options).succeeded();
    assertThat(first.out()).contains("myopia: side effects, vector myopia");
    Path metrics = output.resolve("metrics.csv");
    assertThat(metrics).content().contains("neutral_perplexity_ratio", "neutral_kl_quantile");
    assertThat(output.resolve("provenance.json")).content().contains("\"neutral_text\"");
    assertThat(output.resolve("report/report.md")).content().contains("Neutral text");
    assertThat(
            MetricsTable.read(metrics).stream()
                .filter(result -> result.metric().equals("neutral_perplexity_ratio")))
        .singleElement()
        .satisfies(
            ratio -> {
              assertThat(ratio.value()).isGreaterThan(1.5);
              assertThat(ratio.low()).isGreaterThan(1);
            });
    String before = Files.readString(metrics);
    Files.delete(metrics);
    CommandRun.of("evaluate", "--spec", output.resolve("spec.yaml").toString()).succeeded();
    assertThat(metrics).hasContent(before);
    // another text under the same name is another run
    Files.writeString(folder.resolve("neutral.txt"), Files.readString(Path.of(TEXT)) + "More.");
    evaluate("--neutral", folder.resolve("neutral.txt").toString())
        .refused("holds a run of something else");
  }

  @Test
  void theShippedTextHasAName() {
    evaluate("--neutral", "general", "--neutral-context", "128", "--neutral-chunks", "2")
        .succeeded();
    assertThat(output.resolve("spec.yaml")).content().contains("neutral: general\n");
    assertThat(output.resolve("neutral/steerage-demo-f16/myopia/baseline.csv")).exists();
  }
}
