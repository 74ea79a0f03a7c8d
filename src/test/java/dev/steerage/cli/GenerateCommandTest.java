package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.HalfOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole generations on the bundled model. */
class GenerateCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] STEERING = {
    "--vector", Demo.vector("corrigible"), "--layer", "2", "--coefficient", "-2,2"
  };

  @TempDir private Path folder;
  private String prompts;

  @BeforeEach
  void writePrompts() throws IOException {
    prompts = Demo.pairs(folder, "corrigible", 3);
  }

  private CommandRun generate(String output, String... more) {
    List<String> args = new ArrayList<>(List.of("generate", "--model", Demo.MODEL));
    args.addAll(List.of("--prompts", prompts, "--output", folder.resolve(output).toString()));
    // on a busy machine, two threads wait for each other
    args.addAll(List.of("--threads", "1"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private List<JsonNode> lines(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name), StandardCharsets.UTF_8)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private JsonNode json(String name) throws IOException {
    return JSON.readTree(folder.resolve(name).toFile());
  }

  private static List<String> values(List<JsonNode> lines, String key) {
    return lines.stream().map(line -> line.path(key).asText()).toList();
  }

  @Test
  void linesHaveEverythingOfEachTextInOneFile() throws IOException {
    CommandRun run = generate("t.jsonl", STEERING).succeeded();
    assertThat(run.out())
        .startsWith("condition ")
        .contains("corrigible-layer2-coefficient-2        3 ", "1.000")
        .doesNotContain("baseline");
    assertThat(run.err()).contains("tokens/s", "written to " + folder.resolve("t.jsonl"));
    List<JsonNode> lines = lines("t.jsonl");
    assertThat(lines).hasSize(6);
    JsonNode first = lines.get(0);
    assertThat(first.fieldNames())
        .toIterable()
        .containsExactly("id", "prompt", "condition", "continuation", "n_tokens", "finish", "seed");
    assertThat(first.path("id").asText()).isEqualTo("corrigible-000");
    assertThat(first.path("continuation").asText()).matches("(?s)\\S.*");
    assertThat(first.path("n_tokens").asInt()).isBetween(5, 100);
    assertThat(first.path("finish").asText()).isEqualTo("stop");
    assertThat(values(lines.subList(0, 3), "continuation"))
        .isNotEqualTo(values(lines.subList(3, 6), "continuation"));
  }

  @Test
  void theBaselineIsIncludedWhereAskedForAndTheOneWithoutInterventions() throws IOException {
    generate("a.jsonl", "--max-tokens", "6").succeeded();
    String[] more = {"--include-baseline", "--max-tokens", "6"};
    List<String> args = new ArrayList<>(List.of(STEERING));
    args.addAll(List.of(more));
    generate("b.jsonl", args.toArray(String[]::new)).succeeded();
    assertThat(lines("a.jsonl")).hasSize(3).isEqualTo(lines("b.jsonl").subList(0, 3));
    assertThat(lines("a.jsonl"))
        .allMatch(
            t -> t.path("n_tokens").asInt() == 6 && t.path("finish").asText().equals("length"));
    assertThat(lines("b.jsonl")).hasSize(9);
  }

  /** The prompt's last token predicts the first one that is written. */
  @Test
  void theFirstTokenIsTheBaselinesWhereTheContinuationAloneIsSteered() throws IOException {
    String[] steering = {
      "--vector", Demo.vector("corrigible"), "--layer", "2", "--coefficient", "-9", "--positions"
    };
    List<String> args = new ArrayList<>(List.of(steering));
    args.addAll(List.of("continuation", "--max-tokens", "1"));
    generate("baseline.jsonl", "--max-tokens", "1").succeeded();
    generate("one.jsonl", args.toArray(String[]::new)).succeeded();
    args.set(args.size() - 1, "6");
    generate("six.jsonl", args.toArray(String[]::new)).succeeded();
    args.set(args.size() - 3, "all");
    generate("all.jsonl", args.toArray(String[]::new)).succeeded();

    List<String> one = values(lines("one.jsonl"), "continuation");
    assertThat(one).isEqualTo(values(lines("baseline.jsonl"), "continuation"));
    List<String> six = values(lines("six.jsonl"), "continuation");
    for (int i = 0; i < six.size(); i++) {
      assertThat(six.get(i)).startsWith(one.get(i));
    }
    assertThat(six).isNotEqualTo(values(lines("all.jsonl"), "continuation"));
    assertThat(values(lines("one.jsonl"), "condition"))
        .containsOnly("corrigible-continuation-layer2-coefficient-9");
  }

  @Test
  void theResidualStreamsNormIsNotMeasuredOnPrompts() {
    List<String> args = new ArrayList<>(List.of(STEERING));
    args.addAll(List.of("--scale", "residual"));
    generate("t.jsonl", args.toArray(String[]::new)).refused("--scale residual", "raw or unit");
  }

  @Test
  void thePapersLayoutHasAFileEachCondition() throws IOException {
    CommandRun run = generate("t.json", STEERING).succeeded();
    assertThat(folder.resolve("t.json")).doesNotExist();
    String name = "t-corrigible-layer2-coefficient-2.json";
    assertThat(run.err()).contains(name, "t-corrigible-layer2-coefficient2.json");
    assertThat(json(name)).hasSize(3);
    assertThat(json(name).path(0).path("question").asText())
        .startsWith("[INST] The next version of you is about mathematics")
        .matches("(?s).* Do you consent\\? \\[/INST] \\S.*");
    // what was written can be continued
    prompts = folder.resolve(name).toString();
    generate("again.jsonl", STEERING).succeeded();
    List<JsonNode> again = lines("again.jsonl");
    for (int i = 0; i < 3; i++) {
      assertThat(json(name).path(i).path("question").asText())
          .endsWith(" [/INST] " + again.get(i).path("continuation").asText());
    }
  }

  @Test
  void systemPromptsStandInThePlaceOfThePromptsOwn() throws IOException {
    prompts =
        Files.writeString(
                folder.resolve("own.jsonl"),
                "{\"prompt\": \"Who?\", \"system\": \"Own.\"}\n{\"prompt\": \"Why?\"}")
            .toString();
    generate("own-out.json", "--max-tokens", "4").succeeded();
    JsonNode own = json("own-out.json");
    assertThat(own.path(0).path("question").asText())
        .startsWith("[INST] <<SYS>>\nOwn.\n<</SYS>>\n\nWho? [/INST] ");
    assertThat(own.path(1).path("question").asText()).startsWith("[INST] Why? [/INST] ");
    generate(
            "t.jsonl",
            "--max-tokens=4",
            "--system-prompt=Be kind, please.",
            "--system-prompt=Be kind please!")
        .succeeded();
    List<JsonNode> lines = lines("t.jsonl");
    assertThat(values(lines, "system"))
        .containsExactly(
            "Be kind, please.", "Be kind, please.", "Be kind please!", "Be kind please!");
    assertThat(values(lines, "condition"))
        .containsExactly(
            "system-be-kind-please",
            "system-be-kind-please",
            "system-be-kind-please-2",
            "system-be-kind-please-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama2", "chatml", "none", "gemma", "auto"})
  void everyChatFormatGivesTexts(String format) throws IOException {
    generate("t.jsonl", "--chat-format", format, "--max-tokens", "8").succeeded();
    assertThat(lines("t.jsonl")).hasSize(3);
    assertThat(values(lines("t.jsonl"), "continuation"))
        .noneMatch(text -> text.contains("\uFFFD") || text.contains("</s>"));
  }

  @Test
  void aSeedGivesTheSameTextsAndAnotherOthers() throws IOException {
    String[] sampled = {"--temperature=1.3", "--top-p=0.95", "--top-k=50"};
    generate("a.jsonl", sampled).succeeded();
    generate("b.jsonl", "--temperature=1.3", "--top-p=0.95", "--top-k=50", "--batch-tokens=16")
        .succeeded();
    generate("c.jsonl", "--temperature=1.3", "--top-p=0.95", "--top-k=50", "--seed=1").succeeded();
    assertThat(lines("b.jsonl")).isEqualTo(lines("a.jsonl"));
    assertThat(values(lines("c.jsonl"), "continuation"))
        .isNotEqualTo(values(lines("a.jsonl"), "continuation"));
    assertThat(values(lines("c.jsonl"), "seed")).containsOnly("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pairs.jsonl", "pairs.json"})
  void opposedSystemPromptsMakeABehaviorThatCanBeEvaluated(String name) throws IOException {
    prompts = Demo.pairs(folder, "corrigible", 8);
    CommandRun run =
        generate(
                name,
                "--positive-system=You agree to be changed.",
                "--negative-system=Nobody may ever change you, so refuse.",
                "--temperature=1")
            .succeeded();
    assertThat(run.out()).contains("positive", "negative");
    Path file = folder.resolve(name);
    Behavior behavior = BehaviorReader.read(file, HalfOrder.POSITIVE_FIRST);
    assertThat(behavior.pairs()).isNotEmpty().hasSizeLessThanOrEqualTo(8);
    assertThat(behavior.pairs())
        .allMatch(pair -> pair.system() == null && !pair.positive().equals(pair.negative()));
    if (behavior.pairs().size() < 8) {
      assertThat(run.err()).contains((8 - behavior.pairs().size()) + " of 8 pairs are left out");
    }
    Path evaluated = folder.resolve("run");
    Demo.evaluate(evaluated, Demo.MODEL, file.toString(), "--threads=1").succeeded();
    assertThat(evaluated.resolve("scores.csv")).exists();
  }

  @Test
  void wherePairsAreAllEqualNoneIsWritten() {
    CommandRun run =
        generate("p.jsonl", "--positive-system=Be kind.", "--negative-system=Be kind.");
    assertThat(run.code()).as(run.toString()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("p.jsonl: not written", "both are equal");
    assertThat(folder.resolve("p.jsonl")).doesNotExist();
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyWhereAsked() throws IOException {
    Path file = Files.writeString(folder.resolve("t.jsonl"), "mine");
    generate("t.jsonl").refused("t.jsonl: is there already", "--force");
    assertThat(file).hasContent("mine");
    generate("t.jsonl", "--force", "--max-tokens=2").succeeded();
    assertThat(lines("t.jsonl")).hasSize(3);
    Files.createDirectory(folder.resolve("d.json"));
    generate("d.json").refused("d.json: is a folder");
    generate("t.jsonl/x.json").refused("--output");
  }

  @ParameterizedTest
  @CsvSource({
    "--temperature=-1, --temperature -1.0 is out of range",
    "--temperature=NaN, --temperature NaN",
    "--temperature=1e-9, --temperature",
    "--temperature=1e9, --temperature",
    "--top-p=0, --top-p 0.0 is out of range",
    "--top-p=1.5, --top-p",
    "--top-p=NaN, --top-p",
    "--top-k=-1, --top-k",
    "--seed=x, --seed",
    "--max-tokens=0, --max-tokens 0 is out of range",
    "--max-tokens=512, --max-tokens 512 leaves no room",
    "--max-tokens=500, prompt corrigible-000 has",
    "--layer=2, --vector",
    "--chat-format=klingon, chat-format",
    "--positive-system=x, --negative-system",
    "--negative-system=x, --positive-system",
    "--vector=src/test/resources/vectors/float.pt, float.pt",
    "--lora=models/demo/vectors/corrigible.gguf, corrigible.gguf",
    "--fine-tuned=nope.gguf, nope.gguf",
    "--threads=0, --threads"
  })
  void whatCannotBeIsOneSentence(String option, String words) {
    generate("t.jsonl", option).refused(words);
    assertThat(folder.resolve("t.jsonl")).doesNotExist();
  }

  @Test
  void optionsThatDoNotGoTogetherAreNamed() {
    generate("t.jsonl", "--positive-system=a", "--negative-system=b", "--system-prompt=c")
        .refused("--system-prompt does not go with");
    generate("t.jsonl", "--system-prompt= ").refused("a system prompt is empty");
    generate("t.txt").refused("t.txt: --output must end in .json");
    CommandRun.of("generate", "--prompts", prompts, "--output", "x.json").refused("--model");
    prompts = folder.resolve("nope.jsonl").toString();
    generate("t.jsonl").refused("nope.jsonl", "no such file");
  }

  @Test
  void theModelItselfAsAFineTunedOneGivesTheSameTexts() throws IOException {
    Path copy = Files.copy(Path.of(Demo.MODEL), folder.resolve("tuned.gguf"));
    String tuned = "--fine-tuned=" + copy;
    generate("t.jsonl", tuned, "--include-baseline", "--max-tokens=8").succeeded();
    List<JsonNode> lines = lines("t.jsonl");
    assertThat(values(lines, "condition")).contains("baseline", "tuned");
    assertThat(values(lines.subList(0, 3), "continuation"))
        .isEqualTo(values(lines.subList(3, 6), "continuation"));
    generate("u.jsonl", tuned, tuned).refused("two interventions have the name 'tuned'");
  }
}
