package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole distributions of a run, steered against baseline and quantized against reference. */
class DivergenceTest {
  private static final int WIDTH = 256;
  private static final List<String> STEERED =
      List.of("--layer", "1", "--coefficient", "-1,0,2", "--threads", "1");

  @TempDir private Path folder;
  private Path model;
  private String pairs;
  private String vector;

  @BeforeEach
  void make() throws IOException {
    model =
        TinyModel.of(Path.of(Demo.MODEL)).layers(3).width(WIDTH).write(folder.resolve("base.gguf"));
    pairs = Demo.pairs(folder, "myopia", 5);
    float[] direction = new float[WIDTH];
    Arrays.fill(direction, 0.1f);
    vector = folder.resolve("v.gguf").toString();
    ControlVectorWriter.write(Path.of(vector), "tiny", new TreeMap<>(Map.of(1, direction)));
  }

  private CommandRun evaluate(String run, List<Path> models, String... more) {
    List<String> options = new ArrayList<>(List.of("--vector", vector));
    options.addAll(STEERED);
    options.addAll(List.of(more));
    return Demo.evaluate(
        folder.resolve(run),
        String.join(",", models.stream().map(Path::toString).toList()),
        pairs,
        options.toArray(String[]::new));
  }

  private List<Map<String, String>> rows(String run, String model, String condition)
      throws IOException {
    List<String> lines =
        Files.readAllLines(
            folder
                .resolve(run)
                .resolve("tokens")
                .resolve(model)
                .resolve("myopia")
                .resolve(condition + ".csv"));
    String[] names = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static double[] column(List<Map<String, String>> rows, String name) {
    return rows.stream().mapToDouble(row -> Double.parseDouble(row.get(name))).toArray();
  }

  private Path quantized(String type) {
    Path file = folder.resolve("base-" + type + ".gguf");
    CommandRun.of("quantize", model.toString(), "--type", type).succeeded();
    return file;
  }

  @Test
  void steeredTokensHaveTheDivergenceThatTheDefinitionGives() throws IOException {
    evaluate("run", List.of(model), "--random-directions", "1").succeeded();

    assertThat(rows("run", "base", "baseline")).allMatch(row -> row.get("kl").isEmpty());
    assertThat(rows("run", "base", "random-1-of-v-layer1-coefficient2"))
        .allMatch(row -> row.get("kl").isEmpty());
    List<Map<String, String>> unchanged = rows("run", "base", "v-layer1-coefficient0");
    assertThat(column(unchanged, "kl")).containsOnly(0);
    assertThat(unchanged).allMatch(row -> row.get("same_top").equals("1"));

    List<Map<String, String>> steered = rows("run", "base", "v-layer1-coefficient2");
    List<Double> expected = expected(2);
    double[] actual = column(steered, "kl");
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected.get(i), within(1e-5));
    }
    assertThat(Arrays.stream(actual).max().orElse(0)).isGreaterThan(0.01);
    assertThat(steered.stream().map(row -> row.get("same_top")).distinct()).contains("0", "1");
    assertThat(folder.resolve("run/logits")).doesNotExist();
  }

  /** Each text decoded alone, with and without the vector; KL by its definition. */
  private List<Double> expected(float coefficient) throws IOException {
    List<Double> all = new ArrayList<>();
    try (LlamaModel loaded = LlamaModel.load(model, LlamaModel.Options.cpu(), Progress.NONE);
        LlamaContext context =
            LlamaContext.of(
                loaded, new LlamaContext.Options(512, 512, 1, 1, LlamaContext.KvType.F32, false))) {
      float[] direction = new float[WIDTH];
      Arrays.fill(direction, 0.1f * coefficient);
      List<ContrastPair> read =
          BehaviorReader.read(Path.of(pairs), HalfOrder.POSITIVE_FIRST).pairs();
      for (boolean positive : List.of(true, false)) {
        for (ContrastPair pair : read) {
          String prompt = "[INST] " + pair.prompt() + " [/INST]";
          String text = prompt + " " + (positive ? pair.positive() : pair.negative());
          int[] tokens = loaded.tokenize(text, LlamaModel.SpecialTokens.AS_TEXT).tokens();
          int start = loaded.tokenize(prompt, LlamaModel.SpecialTokens.AS_TEXT).tokens().length;
          context.unsteer();
          double[][] baseline = logProbabilities(context, tokens, start);
          context.steer(1, direction);
          double[][] steered = logProbabilities(context, tokens, start);
          for (int i = 0; i < baseline.length; i++) {
            double kl = 0;
            for (int t = 0; t < baseline[i].length; t++) {
              kl += Math.exp(baseline[i][t]) * (baseline[i][t] - steered[i][t]);
            }
            all.add(kl);
          }
        }
      }
    }
    return all;
  }

  /** Of the distributions that predict the tokens from start on. */
  private static double[][] logProbabilities(LlamaContext context, int[] tokens, int start) {
    Batch batch = new Batch();
    for (int i = 0; i < tokens.length; i++) {
      batch.add(tokens[i], i, Batch.Output.LOGITS, 0);
    }
    context.clear();
    context.decode(batch);
    double[][] all = new double[tokens.length - start][];
    for (int i = 0; i < all.length; i++) {
      FloatBuffer logits = context.logits(start + i - 1);
      double[] row = new double[logits.remaining()];
      Arrays.setAll(row, logits::get);
      double sum = Math.log(Arrays.stream(row).map(Math::exp).sum());
      all[i] = Arrays.stream(row).map(logit -> logit - sum).toArray();
    }
    return all;
  }

  @Test
  void aReferenceThatIsLoadedAndOneKeptOnDiskGiveTheSameBytes() throws IOException {
    List<Path> models = List.of(quantized("q4_k_m"), model, quantized("q8_0"));
    evaluate("loaded", models, "--reference-rows", "loaded").succeeded();
    evaluate("disk", models, "--reference-rows", "disk").succeeded();

    assertThat(files("disk")).isEqualTo(files("loaded")).hasSize(3 * 4);
    double coarse = mean(rows("disk", "base-q4_k_m", "baseline"));
    double fine = mean(rows("disk", "base-q8_0", "baseline"));
    assertThat(fine).isPositive().isLessThan(coarse / 5);
    assertThat(mean(rows("disk", "base-q4_k_m", "v-layer1-coefficient2"))).isPositive();
    assertThat(rows("disk", "base", "v-layer1-coefficient2"))
        .allMatch(row -> row.get("kl_reference").isEmpty());
    assertThat(Files.readString(folder.resolve("disk/provenance.json")))
        .contains("\"base-q4_k_m\" : \"base\"", "\"base-q8_0\" : \"base\"");
    assertThat(folder.resolve("disk/logits")).doesNotExist();
  }

  private static double mean(List<Map<String, String>> rows) {
    return Arrays.stream(column(rows, "kl_reference")).average().orElseThrow();
  }

  private Map<String, String> files(String run) throws IOException {
    Path tokens = folder.resolve(run).resolve("tokens");
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(tokens)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        all.put(tokens.relativize(file).toString(), Files.readString(file));
      }
    }
    return all;
  }

  @Test
  void cellsThatAreMissingAreComparedAgainWithTheSameLogits() throws IOException {
    List<Path> models = List.of(model, quantized("q4_k_m"));
    for (String rows : List.of("loaded", "disk")) {
      evaluate(rows, models, "--reference-rows", rows).succeeded();
      Map<String, String> before = files(rows);
      for (String lost :
          List.of("base/myopia/v-layer1-coefficient2.csv", "base-q4_k_m/myopia/baseline.csv")) {
        Files.delete(folder.resolve(rows).resolve("tokens").resolve(lost));
      }
      CommandRun again = evaluate(rows, models, "--reference-rows", rows).succeeded();
      assertThat(again.err()).contains("8 cells, 6 complete already, 2 to compute");
      assertThat(files(rows)).isEqualTo(before);
    }
  }

  @Test
  void equalModelsUnderTwoNamesDoNotDiffer() throws IOException {
    Path same = Files.copy(model, folder.resolve("same.gguf"));
    evaluate("run", List.of(model, same)).succeeded();
    for (String condition :
        List.of("baseline", "v-layer1-coefficient-1", "v-layer1-coefficient2")) {
      assertThat(column(rows("run", "same", condition), "kl_reference")).containsOnly(0);
    }
  }

  @Test
  void aSystemPromptIsComparedTokenByTokenOfTheContinuation() throws IOException {
    Demo.evaluate(folder.resolve("run"), model.toString(), pairs, "--system-prompt", "Be brief.")
        .succeeded();
    assertThat(Arrays.stream(column(rows("run", "base", "system-be-brief"), "kl")).min().orElse(0))
        .isPositive();
  }

  @Test
  void nothingIsComparedWhereThatIsAsked() throws IOException {
    evaluate("run", List.of(model, quantized("q4_k_m")), "--no-divergence").succeeded();
    assertThat(rows("run", "base-q4_k_m", "v-layer1-coefficient2"))
        .allMatch(row -> row.get("kl").isEmpty() && row.get("kl_reference").isEmpty());
    evaluate("none", List.of(model, quantized("q8_0")), "--reference", "none").succeeded();
    assertThat(rows("none", "base-q8_0", "v-layer1-coefficient2"))
        .allMatch(row -> !row.get("kl").isEmpty() && row.get("kl_reference").isEmpty());
  }

  @Test
  void aReferenceThatCannotBeIsRefused() {
    Path other =
        TinyModel.of(Path.of(Demo.MODEL))
            .layers(2)
            .width(WIDTH)
            .write(folder.resolve("other.gguf"));
    evaluate("run", List.of(model), "--reference", "bsae").refused("'bsae'", "base", "none");
    evaluate("run", List.of(model, other), "--reference", "base")
        .refused("other.gguf", "cannot be compared with the reference base", "--reference none");
    evaluate("run", List.of(model), "--margin", "much").refused("margin 'much'", "10%");
    evaluate("run", List.of(model), "--margin", "0").refused("margin 0", "above 0");
    // each is then a reference of its own
    evaluate("both", List.of(model, other)).succeeded();
  }
}
