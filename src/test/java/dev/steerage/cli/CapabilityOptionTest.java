package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.metric.MetricResult;
import dev.steerage.report.MetricsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code steerage evaluate --capability}. */
class CapabilityOptionTest {
  private static final String TRUTHFUL =
      """
      {"question": "Where does the sun set?", "mc1_targets": {"choices": ["In the west", "In the east"], "labels": [1, 0]}, "mc2_targets": {"choices": ["In the west", "In the evening, in the west", "In the east"], "labels": [1, 1, 0]}}
      {"question": "What is snow made of?", "mc1_targets": {"choices": ["Ice", "Sugar"], "labels": [1, 0]}, "mc2_targets": {"choices": ["Ice", "Sugar"], "labels": [1, 0]}}
      """;

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

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void badInputIsRefusedInOneSentence() throws IOException {
    evaluate("--capability", "nope.jsonl").refused("nope.jsonl", "no such file");
    evaluate("--capability", "trivia").refused("trivia", "general-knowledge");
    evaluate("--capability", pairs).refused("myopia.jsonl", "entry 0 (line 1)", "MMLU");
    evaluate("--choice-answer", "letter").refused("choice-answer is about sets of questions");
    evaluate(
            "--capability",
            "general-knowledge",
            "--choice-answer",
            "letter",
            "--choice-normalization",
            "tokens")
        .refused("choice-normalization tokens is for the texts of choices");
    assertThat(output).doesNotExist();
  }

  @Test
  void theShippedSetIsAnsweredAndTheSpecRepeatsIt() throws IOException {
    CommandRun first =
        evaluate(
                "--vector",
                Demo.vector("myopia"),
                "--layer",
                "2",
                "--coefficient",
                "-8",
                "--system-prompt",
                "Be brief.",
                "--capability",
                "general-knowledge," + file("truth.jsonl", TRUTHFUL))
            .succeeded();
    assertThat(first.out())
        .contains(
            "general-knowledge: capability, 120 questions, text per byte, vector myopia",
            "truth: capability, 2 questions, text per byte, vector myopia",
            "true mass");
    Path metrics = output.resolve("metrics.csv");
    List<MetricResult> results = MetricsTable.read(metrics);
    assertThat(results.stream().filter(r -> r.metric().equals("capability_accuracy")))
        .hasSize(2 * 3 * 3); // sets, conditions, normalizations
    assertThat(results.stream().filter(r -> r.metric().equals("capability_true_mass")))
        .hasSize(3)
        .allMatch(r -> r.condition().behavior().equals("truth"));
    assertThat(output.resolve("report/report.md")).content().contains("Capabilities", "MC2");
    assertThat(output.resolve("report/report.html")).content().contains("general-knowledge");
    assertThat(output.resolve("report/tables/general-knowledge-capability.csv")).exists();
    assertThat(output.resolve("spec.yaml"))
        .content()
        .contains("capabilities:\n- general-knowledge\n", "choice-answer: text\n");

    String before = Files.readString(metrics);
    Files.delete(metrics);
    CommandRun.of("evaluate", "--spec", output.resolve("spec.yaml").toString()).succeeded();
    assertThat(metrics).hasContent(before);
    CommandRun.of("report", output.toString()).succeeded();
    assertThat(metrics).hasContent(before);

    assertThat(CommandRun.of("inspect", output.toString()).succeeded().out())
        .contains("general-knowledge (120), truth (2)");

    Path other = folder.resolve("letters");
    Demo.evaluate(
            other,
            Demo.MODEL,
            pairs,
            "--capability",
            file("truth.jsonl", TRUTHFUL),
            "--choice-answer",
            "letter")
        .succeeded();
    assertThat(MetricsTable.read(other.resolve("metrics.csv")))
        .filteredOn(r -> r.metric().equals("capability_accuracy"))
        .singleElement()
        .satisfies(r -> assertThat(r.normalization()).isEqualTo("letter"));
    CommandRun joint =
        CommandRun.of(
                "report",
                output.toString(),
                other.toString(),
                "--output",
                folder.resolve("joint").toString())
            .succeeded();
    assertThat(joint.out() + joint.err())
        .contains("how letters answers it is in its own report alone");

    file("truth.jsonl", TRUTHFUL.replace("Ice", "Frost"));
    CommandRun.of("evaluate", "--spec", output.resolve("spec.yaml").toString())
        .refused("capability truth has changed since");

    // a run that was published without its cells keeps what metrics.csv says
    Files.move(output.resolve("tokens"), folder.resolve("tokens"));
    Files.move(output.resolve("capability"), folder.resolve("capability"));
    CommandRun.of("report", output.toString()).succeeded();
    assertThat(MetricsTable.read(metrics)).containsExactlyInAnyOrderElementsOf(results);
  }

  @Test
  void inspectSaysWhatASetIs() throws IOException {
    assertThat(CommandRun.of("inspect", "general-knowledge").succeeded().out())
        .contains("general-knowledge: questions for --capability, shipped with Steerage", "0.250");
    assertThat(CommandRun.of("inspect", file("truth.jsonl", TRUTHFUL)).succeeded().out())
        .contains("truth: questions for --capability", "TruthfulQA, JSON", "In the evening");
    assertThat(CommandRun.of("inspect", file("m.csv", "q?,1,2,3,4,A\n")).succeeded().out())
        .contains("MMLU, CSV");
  }
}
