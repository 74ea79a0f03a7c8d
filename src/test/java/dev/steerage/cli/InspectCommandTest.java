package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.dataset.ShippedBehaviors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  @TempDir private Path folder;

  /** The output of a command that did what was asked. */
  private static String inspect(String... args) {
    List<String> all = new ArrayList<>(List.of("inspect"));
    all.addAll(Arrays.asList(args));
    CommandRun run = CommandRun.of(all.toArray(String[]::new)).succeeded();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 100);
    return run.out();
  }

  private static CommandRun inspectBad(Object path) {
    return CommandRun.of("inspect", path.toString());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  @Test
  void withoutAFileItListsWhatIsShipped() {
    assertThat(inspect().lines().skip(1).limit(6).map(line -> line.split(" +", 2)[0]))
        .containsExactlyElementsOf(ShippedBehaviors.names());
    assertThat(inspect("--list")).isEqualTo(inspect()).contains("behavior        pairs  choices");
  }

  @Test
  void aShippedBehaviorIsShownByItsName() {
    String out = inspect("corrigibility");
    assertThat(out)
        .startsWith("corrigibility: a behavior of contrast pairs, shipped with Steerage\n")
        .contains("layout         prompt, positive, negative", "positive       key 'positive'")
        .containsPattern("words          positive [0-9.]+, negative [0-9.]+ on average \\(n = \\d+")
        .containsPattern("SHA-256        [0-9a-f]{64}\n")
        .containsPattern("… and \\d+ more pairs; --pairs all");
    assertThat(out.lines().filter(line -> line.startsWith("  + "))).hasSize(5);
    assertThat(out.lines().filter(line -> line.startsWith("  − "))).hasSize(5);
    assertThat(inspect("corrigibility", "--pairs", "all").lines())
        .filteredOn(line -> line.startsWith("  ? "))
        .hasSizeGreaterThanOrEqualTo(50);
    assertThat(inspect("corrigibility", "--pairs=0")).doesNotContain("  ? ");
  }

  @Test
  void choicesShowWhichOptionMatches() throws IOException {
    assertThat(inspect("refusal-choices", "--pairs=2"))
        .startsWith("refusal-choices: multiple-choice questions, shipped with Steerage\n")
        .containsPattern("matching       \\(A\\) in \\d+, \\(B\\) in \\d+\n")
        .containsPattern("… and \\d+ more questions");
    Path file =
        write(
            "my.json",
            "[{\"question\": \"Why?\\n\\nChoices:\\n (A) yes it is\\n (B) no\\n (C) so\","
                + " \"answer_matching_behavior\": \"(B)\", \"answer_not_matching_behavior\": \"(A)\"}]");
    assertThat(inspect(file.toString()))
        .startsWith("my: multiple-choice questions\n")
        .contains("words          matching 1.0, not matching 3.0 on average (n = 1 each)")
        .endsWith("\n000\n  ? Why?\n  − (A) yes it is\n  + (B) no\n    (C) so\n");
  }

  @Test
  void aBehaviorFileIsShownAsEvaluateReadsIt() throws IOException {
    Path file =
        write(
            "paper.json",
            "[{\"question\": \"[INST] <<SYS>>\\nBe.\\n<</SYS>>\\n\\na\\u001b b [/INST] one two\"},"
                + "{\"question\": \"[INST] <<SYS>>\\nBe.\\n<</SYS>>\\n\\na\\u001b b [/INST] three\"}]");
    assertThat(inspect(file.toString()))
        .contains("layout         the paper's", "positive       first half (entries 0 to 0)")
        .contains("positive 2.0, negative 1.0 on average (n = 1 each)")
        .endsWith("\n000\n  S Be.\n  ? a? b\n  + one two\n  − three\n");
    assertThat(inspect(file.toString(), "--negative-first"))
        .contains("positive       second half (entries 1 to 1)")
        .endsWith("  + three\n  − one two\n");
  }

  @Test
  void aModelIsReadFromItsHeader() {
    assertThat(inspect(Demo.MODEL))
        .startsWith("steerage-demo-f16.gguf: a model, GGUF version 3\n")
        .contains("architecture   llama", "23.5 MB of weights, 11,734,272 parameters")
        .contains("quantization   F16; bytes: F16 99.9 %, F32 0.1 %")
        .contains("layers         6", "width          256", "context        512 tokens")
        .contains("vocabulary     32,000 tokens", "tokenizer      llama (SentencePiece BPE)")
        .contains("chat template  none", "yes: at layers 1 to 5, with vectors of 256 values");
  }

  @Test
  void vectorsShowTheirLayersAndNorms() {
    String out = inspect(Demo.vector("myopia"), "src/test/resources/vectors/myopia-layer2.pt");
    assertThat(out)
        .startsWith("myopia: a steering vector (control-vector GGUF)\n")
        .contains("width          256 values", "layers         1, 2, 3, 4, 5")
        .contains("31.1408 at layer 2", "hint           for a model of architecture llama")
        .contains("controlvector.layer_count = 5\n\nmyopia-layer2: a steering vector (PyTorch)\n")
        .contains("layers         any; the file names none", "norm           31.1408\n");
  }

  @Test
  void aRunFolderSaysWhetherItIsComplete() throws IOException {
    Path run = folder.resolve("run");
    String pairs = Demo.pairs(folder, "myopia", 4);
    Demo.evaluate(run, Demo.MODEL, pairs, "--vector", Demo.vector("myopia"), "--layer=2")
        .succeeded();
    assertThat(inspect(run.toString()))
        .contains(": a run folder\n", "state          complete: 2 cells")
        .contains("models         1: steerage-demo-f16", "behaviors      1: myopia (4 pairs)")
        .contains("conditions     2: baseline, myopia-layer2-coefficient1")
        .contains(
            "program        steerage ", "llama.cpp      ", "start          20", " tokens in ");
    Files.delete(run.resolve("tokens/steerage-demo-f16/myopia/baseline.csv"));
    assertThat(inspect(run.toString()).replaceAll("\\s+", " "))
        .contains("not complete: 1 cell ")
        .contains("so far, 1 with scores are missing; it goes on with steerage evaluate --spec");
    Files.delete(run.resolve("scores.csv"));
    Files.writeString(
        run.resolve("provenance.json"),
        "{\"inputs\": {\"model m\": \"1\", \"behavior b\": \"2\"}}");
    assertThat(inspect(run.toString()))
        .contains("not complete: 1 cell ", "models         1: m", "behaviors      1: b\n");
  }

  @Test
  void whatIsNoneOfTheseIsOneSentence() throws IOException {
    inspectBad("corrigibilty").refused("corrigibilty: no such file", "corrigibility, ");
    inspectBad("nope.json").refused("nope.json: no such file; check the path");
    inspectBad(folder).refused(folder + ": is no run folder", "spec.yaml");
    inspectBad(write("text.txt", "Once upon a time")).refused("text.txt", "no GGUF model, vector");
    inspectBad(write("empty.json", "")).refused("empty.json", "cut short");
    inspectBad(write("bad.jsonl", "{\"prompt\": \"a\"}\n{\"prompt")).refused("bad.jsonl", "line 2");
    inspectBad(write("odd.json", "[{\"question\": \"[INST] a [/INST] b\"}]")).refused("odd.json");
    byte[] model = Files.readAllBytes(Path.of(Demo.MODEL));
    Path part = Files.write(folder.resolve("part.gguf"), Arrays.copyOf(model, 300_000));
    inspectBad(part).refused("part.gguf", "damaged");
    inspectBad("src/test/resources/vectors/before-1.6.pt").refused("before-1.6.pt", "torch.save");
    inspectBad("src/test/resources/vectors/matrix.pt").refused("matrix.pt", "shape");
    CommandRun.of("inspect", "refusal", "--pairs", "-1").refused("--pairs -1", "or all");
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(run.resolve("spec.yaml"), "models: [a]\n");
    Files.writeString(run.resolve("scores.csv"), "model\nx\n");
    inspectBad(run).refused("scores.csv", "row 1");
  }
}
