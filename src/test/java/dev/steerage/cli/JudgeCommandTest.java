package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.InputFile;
import dev.steerage.tiny.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of the bundled model, judged by itself. */
class JudgeCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UP = "corrigible-layer2-coefficient2";

  @TempDir private Path folder;
  private Path texts;

  @BeforeEach
  void writeTexts() throws IOException {
    texts = folder.resolve("texts.jsonl");
    List<String> lines = new ArrayList<>();
    List<String> pairs =
        Files.readAllLines(
            Path.of("models/demo/behaviors/corrigible.jsonl"), StandardCharsets.UTF_8);
    for (String condition : List.of("baseline", UP)) {
      for (String pair : pairs.subList(0, 6)) {
        JsonNode node = JSON.readTree(pair);
        lines.add(
            JSON.writeValueAsString(
                JSON.createObjectNode()
                    .put("id", node.path("id").asText())
                    .put("prompt", node.path("prompt").asText())
                    .put("condition", condition)
                    .put(
                        "continuation",
                        node.path(condition.equals(UP) ? "positive" : "negative").asText())
                    .put("n_tokens", 9)
                    .put("finish", "stop")
                    .put("seed", 0)));
      }
    }
    Files.write(texts, lines);
  }

  private CommandRun judge(String output, String... more) {
    List<String> args = new ArrayList<>(List.of("judge", "--judge", Demo.MODEL));
    args.addAll(List.of("--generations", texts.toString(), "--threads", "1"));
    args.addAll(List.of("--concept", "accepting to be corrected"));
    args.addAll(List.of("--output", folder.resolve(output).toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private List<String> ratings(String output) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(output).resolve("ratings"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
        List<String> all = Files.readAllLines(file);
        lines.addAll(all.subList(1, all.size()));
      }
    }
    return lines;
  }

  @Test
  void theFolderHasRatingsMetricsAndAReportThatNamesTheJudgeAndItsHash() throws IOException {
    CommandRun run = judge("a").succeeded();
    String sha256 = new InputFile(Path.of(Demo.MODEL)).sha256();
    assertThat(run.out())
        .startsWith("concept: texts judged by steerage-demo-f16\n")
        .contains("\nbaseline\n", "\n" + UP + "\n", sha256, "steerage-demo-f16.gguf");
    Path output = folder.resolve("a");
    assertThat(output.resolve("spec.yaml"))
        .content()
        .contains("concept: accepting to be corrected");
    assertThat(ratings("a")).hasSize(12);
    JsonNode provenance = JSON.readTree(output.resolve("provenance.json").toFile());
    assertThat(provenance.path("judge").path("sha256").asText()).isEqualTo(sha256);
    assertThat(provenance.path("judge").path("rating_tokens")).hasSize(3);
    assertThat(output.resolve("metrics.csv"))
        .content()
        .contains("judged_score_change,none,steerage-demo-f16,concept," + UP);
    for (String page : List.of("report.md", "report.html")) {
      assertThat(output.resolve("report").resolve(page)).content().contains(sha256, "Definitions");
    }
    for (String ending : List.of("csv", "md", "tex")) {
      assertThat(output.resolve("report/tables/concept-judged." + ending)).exists();
    }
    assertThat(CommandRun.of("inspect", output.toString()).succeeded().out())
        .contains("judged texts", "complete: 2 files", sha256, "baseline (6), " + UP + " (6)");
    CommandRun again = CommandRun.of("report", output.toString()).succeeded();
    assertThat(again.out()).isEqualTo(run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "md", "tex", "json"})
  void everyFormatIsPrinted(String format) {
    assertThat(judge("a", "--format", format).succeeded().out())
        .contains(format.equals("tex") ? "toprule" : "baseline");
  }

  @Test
  void aRatingIsTheSameInAnyOrderAndBatch() throws IOException {
    judge("a").succeeded();
    List<String> lines = new ArrayList<>(Files.readAllLines(texts));
    Collections.shuffle(lines, new Random(3));
    Files.write(texts, lines);
    judge("b", "--batch-tokens", "16").succeeded();
    assertThat(ratings("b")).containsExactlyInAnyOrderElementsOf(ratings("a"));
  }

  @Test
  void judgingGoesOnWhereItWas() throws IOException {
    String[] first = judge("a").succeeded().out().split("\n");
    Path rated = folder.resolve("a/ratings/baseline.csv");
    byte[] before = Files.readAllBytes(rated);
    Files.setLastModifiedTime(rated, FileTime.fromMillis(0));
    Files.delete(folder.resolve("a/ratings/" + UP + ".csv"));
    CommandRun spec =
        CommandRun.of("judge", "--spec", folder.resolve("a/spec.yaml").toString()).succeeded();
    assertThat(spec.out().split("\n")).containsExactly(first);
    assertThat(rated).hasBinaryContent(before);
    assertThat(Files.getLastModifiedTime(rated).toMillis()).isZero();
    // one that was changed is made again
    Files.writeString(rated, "nonsense");
    CommandRun.of("report", folder.resolve("a").toString()).refused("baseline.csv", "SHA-256");
    assertThat(judge("a").succeeded().err()).contains("is not as it was written");
    assertThat(rated).hasBinaryContent(before);
  }

  @Test
  void anotherConceptOrOtherTextsAreNotGoneOnWith() throws IOException {
    judge("a").succeeded();
    judge("a", "--behavior", "sycophancy").refused("something else", "behavior: sycophancy");
    Files.writeString(texts, Files.readString(texts).replace("\"seed\":0", "\"seed\":1"));
    judge("a").refused("generations 1 (texts.jsonl) has changed");
    judge("a", "--force").succeeded();
    assertThat(folder.resolve("a-before-1")).isDirectory();
  }

  @Test
  void ratingsAreHeldAgainstTheLikelihoodsOfAnEvaluation() throws IOException {
    String behavior = Demo.pairs(folder, "corrigible", 5);
    Path run = folder.resolve("run");
    String[] steering = {
      "--vector=" + Demo.vector("corrigible"), "--layer=2", "--coefficient=2,1", "--threads=1"
    };
    Demo.evaluate(run, Demo.MODEL, behavior, steering).succeeded();
    judge("a").succeeded();
    CommandRun with = judge("a", "--run", run.toString()).succeeded();
    assertThat(with.out()).contains("do judge and likelihoods agree?", "Δ prop.", "Δ pos.");
    assertThat(with.err())
        .contains("5 of the 6 texts under " + UP)
        .contains("conditions without judged texts: corrigible-layer2-coefficient1\n");
    assertThat(Files.readAllLines(folder.resolve("a/matches.csv"))).hasSize(6);
    assertThat(folder.resolve("a/metrics.csv"))
        .content()
        .contains("judged_concept_propensity_pearson,none,steerage-demo-f16,corrigible," + UP);
    // the folder has what it needs, and the spec names the evaluation
    assertThat(folder.resolve("a/spec.yaml")).content().contains("run: ../run");
    CommandRun spec =
        CommandRun.of("judge", "--spec", folder.resolve("a/spec.yaml").toString()).succeeded();
    assertThat(spec.out()).isEqualTo(with.out());
    Files.move(run, folder.resolve("elsewhere"));
    assertThat(CommandRun.of("report", folder.resolve("a").toString()).succeeded().out())
        .isEqualTo(with.out());
    assertThat(judge("a").succeeded().out()).doesNotContain("likelihoods agree");
    judge("a", "--run", folder.toString()).refused("no scores.csv");
  }

  @Test
  void whatCannotBeJudgedIsOneSentence() throws IOException {
    CommandRun.of("judge", "--generations", texts.toString(), "--concept", "x").refused("--judge");
    CommandRun.of("judge", "--judge", Demo.MODEL, "--generations", texts.toString())
        .refused("--concept");
    CommandRun.of("judge", "--judge", Demo.MODEL, "--concept", "x").refused("--generations");
    CommandRun.of(
            "judge",
            "--judge",
            Demo.MODEL,
            "--generations",
            texts.toString(),
            "--behavior",
            "kindness")
        .refused("'kindness'", "corrigibility");
    String whole = Files.readString(texts);
    String line =
        "{\"id\": \"corrigible-003\", \"prompt\": \"x\", \"condition\": \"c\", \"continuation\": \"\"}\n";
    Files.writeString(texts, whole + line);
    judge("b").refused("'corrigible-003' under 'c' answers another prompt");
    Files.writeString(texts, whole);
    judge("b", "--baseline", "none").refused("--baseline none", UP);
    CommandRun.of(
            "judge",
            "--judge",
            texts.toString(),
            "--generations",
            texts.toString(),
            "--concept",
            "x")
        .refused("texts.jsonl: is no GGUF file");
    Files.writeString(folder.resolve("note"), "mine");
    judge(".").refused("no run folder");
    Path spec = Files.writeString(folder.resolve("s.yaml"), "judge: a.gguf\nconcpt: x\n");
    CommandRun.of("judge", "--spec", spec.toString(), "--concept", "x").refused("goes without");
    CommandRun unknown = CommandRun.of("judge", "--spec", spec.toString());
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("line 2, column 1", "did you mean 'concept'?", "generations");
    assertThat(folder.resolve("b")).doesNotExist();
  }

  @Test
  void aShippedBehaviorNeedsNoConcept() throws IOException {
    CommandRun run =
        CommandRun.of(
            "judge",
            "--judge",
            Demo.MODEL,
            "--generations",
            texts.toString(),
            "--behavior",
            "refusal",
            "--threads",
            "1",
            "--output",
            folder.resolve("a").toString());
    assertThat(run.succeeded().out()).startsWith("refusal: texts judged by");
    assertThat(folder.resolve("a/spec.yaml")).content().contains("declining or evading");
    assertThat(run.err()).doesNotContain("does not understand");
  }

  @Test
  void aJudgeThatDoesNotAnswerWithRatingsIsWarnedOf() {
    Path random = TinyModel.of(Path.of(Demo.MODEL)).context(2048).write(folder.resolve("r.gguf"));
    CommandRun run =
        CommandRun.of(
            "judge",
            "--judge=" + random,
            "--generations=" + texts,
            "--concept=being kind",
            "--threads=1",
            "--chat-format=none",
            "--output=" + folder.resolve("a"));
    assertThat(
            run.succeeded().err().lines().filter(l -> l.startsWith("warning: r gives 0, 1 and 2")))
        .hasSize(3)
        .allMatch(line -> line.contains("does not understand"));
    assertThat(folder.resolve("a/report/report.md")).content().contains("does not understand");
  }

  @Test
  void aTextThatIsLongerThanTheJudgesContextIsRefusedBeforeAnythingIsWritten() {
    Path small = TinyModel.of(Path.of(Demo.MODEL)).context(150).write(folder.resolve("s.gguf"));
    CommandRun.of(
            "judge",
            "--judge=" + small,
            "--generations=" + texts,
            "--concept=being kind",
            "--chat-format=none",
            "--output=" + folder.resolve("a"))
        .refused("'corrigible-000' under 'baseline'", "has 150", "longer context");
    assertThat(folder.resolve("a")).doesNotExist();
  }
}
