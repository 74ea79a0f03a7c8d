package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.tiny.Family;
import dev.steerage.tiny.TinyLora;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tuned models, LoRA adapters and system prompts beside steering vectors. */
class InterventionTest {
  private static final String SYSTEM = "Answer as a pirate, and be brief.";
  private static final String NAME = "system-answer-as-a-pirate-and-be-brief";

  @TempDir private Path folder;
  private Path output;
  private TinyModel tiny;
  private String model;
  private String pairs;

  @BeforeEach
  void make() throws IOException {
    output = folder.resolve("run");
    tiny = TinyModel.of(Path.of(Demo.MODEL)).layers(2);
    model = tiny.write(folder.resolve("base.gguf")).toString();
    pairs = Demo.pairs(folder, "myopia", 4);
  }

  private CommandRun evaluate(String... options) {
    return Demo.evaluate(output, model, pairs, options);
  }

  /** The rows up to the logprob, without what they are compared with. */
  private List<String> tokens(String condition) throws IOException {
    Path cell = output.resolve("tokens/base/myopia").resolve(condition + ".csv");
    return Files.readAllLines(cell, StandardCharsets.UTF_8).stream()
        .map(row -> row.replaceAll("(,[^,]*){4}$", ""))
        .toList();
  }

  private double[] logprobs(String condition) throws IOException {
    return tokens(condition).stream()
        .skip(1)
        .mapToDouble(row -> Double.parseDouble(row.substring(row.lastIndexOf(',') + 1)))
        .toArray();
  }

  private static double largestDifference(double[] a, double[] b) {
    assertThat(a).hasSameSizeAs(b).isNotEmpty();
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElse(0);
  }

  private String adapter() {
    return TinyLora.of(tiny, "blk.0.attn_q.weight", "blk.1.ffn_down.weight", "output.weight")
        .write(folder.resolve("adapter.gguf"))
        .toString();
  }

  private static float[] direction() {
    float[] direction = new float[64];
    Arrays.fill(direction, 0.1f);
    return direction;
  }

  @Test
  void aFineTunedModelEqualToTheBaselineChangesNothing() throws IOException {
    Path same = Files.copy(Path.of(model), folder.resolve("same.gguf"));

    CommandRun run = evaluate("--fine-tuned", same.toString()).succeeded();

    assertThat(tokens("same")).isEqualTo(tokens("baseline"));
    assertThat(run.out()).contains("same ", " 0.0000±0.0000");
  }

  @Test
  void anAdapterAtScaleZeroChangesNothing() throws IOException {
    evaluate("--lora", adapter() + ":0").succeeded();

    assertThat(tokens("adapter-scale0")).isEqualTo(tokens("baseline"));
  }

  @Test
  void anAdapterAndTheSameOneMergedIntoTheWeightsAgree() throws IOException {
    TinyLora lora =
        TinyLora.of(tiny, "blk.0.attn_q.weight", "blk.1.ffn_down.weight", "output.weight");
    Path merged = lora.writeMerged(folder.resolve("merged.gguf"), 0.5);

    evaluate("--lora", adapter() + ":0.5," + adapter(), "--fine-tuned", merged.toString())
        .succeeded();

    double[] applied = logprobs("adapter-scale0.5");
    assertThat(largestDifference(applied, logprobs("merged"))).isLessThan(1e-4);
    assertThat(largestDifference(applied, logprobs("baseline"))).isGreaterThan(0.1);
    assertThat(largestDifference(applied, logprobs("adapter-scale1"))).isGreaterThan(0.1);
  }

  @Test
  void aSystemPromptIsTheSameAsOneInTheBehaviorFile() throws IOException {
    evaluate("--system-prompt", SYSTEM).succeeded();
    List<String> asked = tokens(NAME);
    assertThat(asked).isNotEqualTo(tokens("baseline"));

    List<String> withSystem =
        Files.readAllLines(Path.of(pairs)).stream()
            .map(line -> line.replaceFirst("\\{", "{\"system\": \"" + SYSTEM + "\", "))
            .toList();
    Files.write(Path.of(pairs), withSystem);
    output = folder.resolve("own");
    evaluate().succeeded();

    assertThat(tokens("baseline")).isEqualTo(asked);
  }

  @Test
  void oneEvaluationMixesThemAndItsSpecRepeatsIt() throws IOException {
    Path other = tiny.seed(2).write(folder.resolve("tuned.gguf"));
    tiny.seed(1);
    Path vector = folder.resolve("direction.gguf");
    ControlVectorWriter.write(vector, "llama", new TreeMap<>(Map.of(1, direction())));

    CommandRun run =
        evaluate(
                "--vector",
                vector.toString(),
                "--layer",
                "1",
                "--coefficient",
                "-1,1",
                "--lora",
                adapter() + ":0.5",
                "--fine-tuned",
                other.toString(),
                "--system-prompt",
                SYSTEM)
            .succeeded();

    List<String> names =
        List.of(
            "baseline",
            "direction-layer1-coefficient-1",
            "direction-layer1-coefficient1",
            "adapter-scale0.5",
            "tuned",
            NAME);
    List<ScoreRow> scores = RunFolder.existing(output).readScores();
    assertThat(scores.stream().map(row -> row.condition().condition()).distinct())
        .containsExactlyElementsOf(names);
    String metrics = Files.readString(output.resolve("metrics.csv"));
    String report = Files.readString(output.resolve("report/report.md"));
    for (String intervention : List.of("direction", "adapter", "tuned", NAME)) {
      assertThat(metrics).contains("," + intervention + ",");
      assertThat(report).contains(intervention);
    }
    assertThat(run.out()).contains("vector direction", "L1 ×-1", "adapter", "tuned", NAME);

    Path again = folder.resolve("again");
    CommandRun.of(
            "evaluate",
            "--spec",
            output.resolve("spec.yaml").toString(),
            "--output",
            again.toString())
        .succeeded();
    assertThat(again.resolve("scores.csv")).hasSameTextualContentAs(output.resolve("scores.csv"));
  }

  @Test
  void aFineTunedModelWithOtherTokensIsRefused() {
    Path other = TinyModel.of(Family.PHI_3.vocabulary()).write(folder.resolve("phi.gguf"));
    evaluate("--fine-tuned", other.toString())
        .refused(other.toString(), "its tokenizer is not that of model base", "fine-tuned from it");
    assertThat(output).doesNotExist();
  }

  @Test
  void whatIsNoAdapterOfTheModelIsRefused() throws IOException {
    evaluate("--lora", model).refused(model, "is no LoRA adapter", "convert_lora_to_gguf.py");
    TinyModel wide = TinyModel.of(Path.of(Demo.MODEL)).width(128);
    Path other = TinyLora.of(wide, "blk.0.attn_q.weight").write(folder.resolve("wide.gguf"));
    evaluate("--lora", other.toString())
        .refused(other.toString(), "does not fit model", "'blk.0.attn_q.weight'");
    TinyModel deep = TinyModel.of(Path.of(Demo.MODEL)).layers(9);
    Path deeper = TinyLora.of(deep, "blk.8.attn_q.weight").write(folder.resolve("deep.gguf"));
    evaluate("--lora", deeper.toString())
        .refused(deeper.toString(), "has no matrix 'blk.8.attn_q.weight'");
    byte[] bytes = Files.readAllBytes(Path.of(adapter()));
    Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(bytes, 900));
    evaluate("--lora", cut.toString()).refused(cut.toString());
    assertThat(output).doesNotExist();
  }

  @Test
  void namesThatMeetAreRefused() {
    evaluate("--system-prompt", SYSTEM, "--system-prompt", SYSTEM + "!")
        .refused("two of the conditions", NAME);
    evaluate("--lora", adapter() + ":NaN").refused("scale NaN is not finite");
    evaluate("--lora", adapter() + ":1," + adapter()).refused("scale 1.0 is named twice for it");
    evaluate("--system-prompt", " ").refused("a system prompt is empty");
  }
}
