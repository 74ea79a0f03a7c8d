package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.tiny.TinyLora;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranges of layers, coefficients and scales, and the plan of what they make. */
class SweepTest {
  @TempDir private Path folder;
  private TinyModel tiny;
  private String model;
  private String pairs;
  private String vector;
  private Path output;

  @BeforeEach
  void write() throws IOException {
    tiny = TinyModel.of(Path.of(Demo.MODEL)).layers(3);
    model = tiny.write(folder.resolve("tiny.gguf")).toString();
    pairs = Demo.pairs(folder, "myopia", 2);
    float[] direction = new float[64];
    Arrays.fill(direction, 0.1f);
    Path file = folder.resolve("v.gguf");
    ControlVectorWriter.write(file, "llama", new TreeMap<>(Map.of(1, direction, 2, direction)));
    vector = file.toString();
    output = folder.resolve("run");
  }

  private CommandRun evaluate(String... more) {
    List<String> all = new ArrayList<>(List.of("--threads=1"));
    all.addAll(List.of(more));
    return Demo.evaluate(output, model, pairs, all.toArray(String[]::new));
  }

  private CommandRun steered(String... more) {
    List<String> all = new ArrayList<>(List.of("--vector", vector));
    all.addAll(List.of(more));
    return evaluate(all.toArray(String[]::new));
  }

  private List<String> conditions() throws IOException {
    try (Stream<Path> cells = Files.list(output.resolve("tokens/tiny/myopia"))) {
      return cells
          .map(cell -> cell.getFileName().toString())
          .filter(name -> name.endsWith(".csv"))
          .map(name -> name.replace(".csv", ""))
          .sorted()
          .toList();
    }
  }

  @Test
  void aRangeIsItsListWithoutTheBaseline() throws IOException {
    steered("--layer", "1..2", "--coefficient", "-0.1..0.3:0.1,2").succeeded();
    assertThat(conditions())
        .contains("baseline", "v-layer1-coefficient0.3", "v-layer2-coefficient-0.1")
        .noneMatch(condition -> condition.endsWith("coefficient0"))
        .hasSize(1 + 2 * 5);
    assertThat(output.resolve("spec.yaml"))
        .content()
        .contains("- -0.1\n", "- 0.1\n", "- 0.2\n", "- 0.3\n", "- 2.0\n", "- 1\n", "- 2\n")
        .doesNotContain("..2", "0.0");

    CommandRun listed =
        steered("--layer=1", "--layer=2", "--coefficient=-0.1,0.1,0.2,0.3", "--coefficient=2");
    assertThat(listed.succeeded().err()).contains("11 cells, all complete already");
  }

  @Test
  void anExplicitZeroStays() throws IOException {
    steered("--layer=2", "--coefficient=0,-1..1").succeeded();
    assertThat(conditions()).contains("v-layer2-coefficient0").hasSize(4);
    output = folder.resolve("other");
    steered("--layer=2", "--coefficient=0..0").refused("no coefficient is named for it");
    assertThat(output).doesNotExist();
  }

  @Test
  void specsHaveThemAsWell() throws IOException {
    steered("--layer", "1..2", "--coefficient", "-1..1:0.5").succeeded();
    for (String keys :
        List.of(
            "layers: [1..2], coefficients: [-1..1:0.5]",
            "layers: 1..2, coefficients: -1..1:0.5",
            "layers: [1, '2'], coefficients: [-1, -0.5, 0.5..1:0.5]")) {
      Path spec = folder.resolve("my.yaml");
      Files.writeString(
          spec,
          "models: [tiny.gguf]\nbehaviors: [myopia.jsonl]\nthreads: 1\ninterventions:\n- {vector: v.gguf, %s}\n"
              .formatted(keys));
      CommandRun run =
          CommandRun.of("evaluate", "--spec", spec.toString(), "--output", output.toString());
      assertThat(run.succeeded().err()).contains("9 cells, all complete already");
    }
  }

  @Test
  void adaptersAndGeneratedTextsHaveThemToo() throws IOException {
    Path lora = TinyLora.of(tiny, "output.weight").write(folder.resolve("l.gguf"));
    evaluate("--lora", lora + ":0..1:0.5," + lora + ":2").succeeded();
    assertThat(conditions()).containsExactly("baseline", "l-scale0.5", "l-scale1", "l-scale2");
    evaluate("--lora", lora + ":0..1:0.3").refused("'0..1:0.3' does not reach its end");

    String[] generate = {"--layer=1", "--coefficient=-1..1", "--max-tokens=1", "--threads=1"};
    List<String> all = new ArrayList<>(List.of("generate", "--model", model, "--prompts", pairs));
    all.addAll(List.of("--vector", vector, "--output", folder.resolve("t.jsonl").toString()));
    all.addAll(List.of(generate));
    assertThat(CommandRun.of(all.toArray(String[]::new)).succeeded().out())
        .contains("v-layer1-coefficient-1", "v-layer1-coefficient1")
        .doesNotContain("coefficient0");
  }

  @Test
  void thePlanComesFirst() throws IOException {
    CommandRun run = steered("--layer", "1..2").succeeded();
    assertThat(run.err().lines().findFirst())
        .hasValue("steerage: plan: 1 model × 1 behavior × 3 conditions = 3 cells");
    assertThat(run.err().lines().skip(1).findFirst().orElseThrow())
        .matches(
            "steerage: to do: \\d+ tokens; token files of about \\d+\\.?\\d* kB, and for a while \\d+ MB of logits and residual streams for later passes");
  }

  @Test
  void aDryRunSaysWhatIsThereAndTouchesNothing() throws IOException {
    String[] sweep = {"--layer=1..2", "--coefficient=-1..1", "--batch-tokens=8"};
    CommandRun none = dry(sweep).succeeded();
    assertThat(output).doesNotExist();
    assertThat(none.out())
        .contains("1 model × 1 behavior × 5 conditions", "tiny       5         0")
        .containsPattern("kB +[0-9to ]+ s\n");
    assertThat(none.err()).isEmpty();

    steered(sweep).succeeded();
    Files.delete(output.resolve("tokens/tiny/myopia/v-layer1-coefficient1.csv"));
    List<String> before = listing();
    JsonNode plan = json(dry(with(sweep, "--format=json")).succeeded());
    assertThat(plan.path("model").asText()).isEqualTo("tiny");
    assertThat(plan.path("cells").asInt()).isEqualTo(5);
    assertThat(plan.path("complete").asInt()).isEqualTo(4);
    assertThat(
            json(dry(with(sweep, "--force", "--format=json")).succeeded()).path("complete").asInt())
        .isZero();
    assertThat(listing()).isEqualTo(before);
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return new ObjectMapper().readTree(run.out()).path(0);
  }

  private static String[] with(String[] options, String... more) {
    return Stream.of(options, more).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private CommandRun dry(String... more) {
    return steered(with(more, "--dry-run"));
  }

  /** Every file and folder with its time and size. */
  private List<String> listing() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        lines.add(file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file));
      }
      return lines;
    }
  }

  @Test
  void aDryRunRefusesWhatARunRefuses() throws IOException {
    dry("--layer=3").refused("no direction for layer 3");
    steered("--layer=1").succeeded();
    dry("--layer=2").refused("holds a run of something else", "--force");
    Path file = Files.writeString(folder.resolve("thesis.tex"), "mine");
    output = file;
    dry("--layer=1").refused("thesis.tex", "--output");
    output = file.resolve("run");
    dry("--layer=1").refused("thesis.tex/run", "cannot be made as a folder");
    output = Files.createDirectory(folder.resolve("other"));
    dry("--layer=1").succeeded();
    Files.writeString(output.resolve("mine.txt"), "mine");
    dry("--layer=1").refused("is no run folder");
  }
}
