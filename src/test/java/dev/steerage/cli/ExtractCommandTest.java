package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.InputFile;
import dev.steerage.dataset.ChoiceReader;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.GgufFile;
import dev.steerage.vector.SteeringVector;
import dev.steerage.vector.SteeringVectorReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractCommandTest {
  @TempDir private Path folder;

  private CommandRun extract(String model, String pairs, String... more) {
    List<String> args = new ArrayList<>(List.of("extract", "--model", model, "--pairs", pairs));
    args.addAll(List.of("--output", output().toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private Path output() {
    return folder.resolve("out/vector.gguf");
  }

  private String file(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines), StandardCharsets.UTF_8).toString();
  }

  /** The first pairs of what the bundled model has to extract from. */
  private String pairs(String behavior, int n) throws IOException {
    Path all = Path.of("models/demo/extraction/" + behavior + ".jsonl");
    return file(
        behavior + "-pairs.jsonl", Files.readAllLines(all).subList(0, n).toArray(String[]::new));
  }

  private String tiny() {
    Path file = folder.resolve("tiny.gguf");
    return Files.exists(file)
        ? file.toString()
        : TinyModel.of(Path.of(Demo.MODEL)).layers(3).write(file).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "corrigible, mean-difference",
    "myopia, pca",
    "hallucination, mean-difference",
    "sycophancy, logistic"
  })
  void aVectorMovesHeldOutPairsAtTheRecommendedLayer(String behavior, String method)
      throws IOException {
    CommandRun run =
        extract(Demo.MODEL, pairs(behavior, 60), "--method", method, "--format", "json")
            .succeeded();
    assertThat(run.err()).contains("decoding", "written to " + output());
    int layer = value(run, "is_recommended_layer", 1.0).path("layer").asInt();
    assertThat(GgufFile.read(output()).text("steerage.recommended_layer"))
        .contains(String.valueOf(layer));

    CommandRun steered =
        Demo.evaluate(
                folder.resolve("run"),
                Demo.MODEL,
                Demo.pairs(folder, behavior, 16),
                "--vector",
                output().toString(),
                "--layer",
                String.valueOf(layer),
                "--coefficient",
                "2",
                "--format",
                "json")
            .succeeded();
    assertThat(value(steered, "delta_propensity", null).path("value").asDouble()).isPositive();
  }

  /** The first number of a metric, or the first that has a value. */
  private static JsonNode value(CommandRun run, String metric, @Nullable Double value)
      throws IOException {
    for (JsonNode row : new ObjectMapper().readTree(run.out()).path("metrics")) {
      boolean isIt = row.path("metric").asText().equals(metric);
      if (isIt && (value == null || row.path("value").asDouble() == value)) {
        return row;
      }
    }
    throw new AssertionError(metric + " is not in " + run.out());
  }

  @Test
  void aQuantizedModelGivesNearlyTheSameVector() throws IOException {
    String pairs = pairs("myopia", 20);
    CommandRun.of("quantize", Demo.MODEL, "--type", "q8_0", "--output", folder.toString())
        .succeeded();
    extract(Demo.MODEL, pairs).succeeded();
    SteeringVector whole = SteeringVectorReader.read(output());
    String quantized = folder.resolve("steerage-demo-f16-q8_0.gguf").toString();
    extract(quantized, pairs, "--force").succeeded();
    SteeringVector other = SteeringVectorReader.read(output());
    assertThat(other.layers()).containsExactly(1, 2, 3, 4, 5).isEqualTo(whole.layers());
    for (int layer : whole.layers()) {
      assertThat(cosine(whole.direction(layer), other.direction(layer))).isGreaterThan(0.99);
      assertThat(other.direction(layer)).isNotEqualTo(whole.direction(layer));
    }
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    return product / Math.sqrt(squaresOfA * squaresOfB);
  }

  @Test
  void theFileSaysWhatItIsOf() throws IOException {
    String pairs = pairs("corrigible", 11);
    CommandRun run = extract(tiny(), pairs, "--layers", "2,1,2", "--position", "last").succeeded();
    assertThat(run.out())
        .contains(
            "corrigible-pairs on tiny", "mean-difference of 9 pairs", "2 pairs that were held out");
    GgufFile gguf = GgufFile.read(output());
    assertThat(gguf.text("controlvector.model_hint")).contains("llama");
    assertThat(gguf.text("steerage.method")).contains("mean-difference");
    assertThat(gguf.text("steerage.length")).contains("projection");
    assertThat(gguf.text("steerage.position")).contains("last");
    assertThat(gguf.text("steerage.pairs")).contains("9");
    assertThat(gguf.text("steerage.pairs_name")).contains("corrigible-pairs");
    assertThat(gguf.text("steerage.model_sha256"))
        .contains(new InputFile(Path.of(tiny())).sha256());
    assertThat(SteeringVectorReader.read(output()).layers()).containsExactly(1, 2);
    extract(tiny(), pairs).refused("vector.gguf", "is there already", "--force");
  }

  @Test
  void swappedPolesTurnTheVectorAround() throws IOException {
    String[] options = {"--held-out", "0", "--length", "unit", "--layers", "2"};
    extract(tiny(), pairs("corrigible", 6), options).succeeded();
    float[] vector = SteeringVectorReader.read(output()).direction(2);
    Files.delete(output());
    CommandRun run =
        extract(
                tiny(),
                pairs("corrigible", 6),
                "--held-out=0",
                "--length=unit",
                "--layers=2",
                "--negative-first")
            .succeeded();
    assertThat(run.out()).contains("1.000").doesNotContain("recommended", "held out");
    float[] swapped = SteeringVectorReader.read(output()).direction(2);
    assertThat(cosine(vector, swapped)).isLessThan(-0.999999);
  }

  @Test
  void shippedQuestionsAndTheirPairsCanBeNamed() {
    int all = ChoiceReader.read(Path.of("refusal-choices")).choices().size();
    extract(tiny(), "refusal-choices,myopia-choices", "--layers", "1").succeeded();
    GgufFile gguf = GgufFile.read(output());
    assertThat(gguf.text("steerage.position")).contains("answer");
    assertThat(Integer.parseInt(gguf.text("steerage.pairs").orElseThrow())).isGreaterThan(all);
    assertThat(gguf.text("steerage.pairs_name")).contains("refusal-choices+myopia-choices");
    extract(tiny(), "corrigibility", "--layers", "1", "--force").succeeded();
    assertThat(GgufFile.read(output()).text("steerage.position")).contains("continuation");
  }

  @Test
  void twoFilesOfPromptsAreRead() throws IOException {
    String positive = file("p.jsonl", "{\"prompt\": \"Be kind.\"}", "{\"prompt\": \"Help me.\"}");
    String negative = file("n.jsonl", "{\"prompt\": \"Be rude.\"}", "{\"prompt\": \"Hurt me.\"}");
    CommandRun run =
        prompts(positive, negative, "--method", "pca", "--chat-format", "none").succeeded();
    assertThat(run.err()).contains("too few to measure");
    assertThat(GgufFile.read(output()).text("steerage.position")).contains("last");
    assertThat(GgufFile.read(output()).text("steerage.pairs_name")).contains("p-n");

    String one = file("one.jsonl", "{\"prompt\": \"Be rude.\"}", "{\"prompt\": \"Be rude.\"}");
    CommandRun other = prompts(positive, one, "--force");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("1 entries have the prompt", "one.jsonl", "has 1 prompts", "cut");
    CommandRun equal = prompts(positive, positive, "--force");
    assertThat(equal.code()).isEqualTo(2);
    assertThat(equal.err()).contains("p.jsonl", "do not differ");
    prompts(positive, negative, "--force", "--position", "answer").refused("p.jsonl", "give last");
    CommandRun.of(
            "extract", "--model", tiny(), "--positive-prompts", positive, "--output", "x.gguf")
        .refused("--positive-prompts", "--negative-prompts");
  }

  private CommandRun prompts(String positive, String negative, String... more) {
    List<String> args = new ArrayList<>(List.of("extract", "--model", tiny()));
    args.addAll(List.of("--positive-prompts", positive, "--negative-prompts", negative));
    args.addAll(List.of("--output", output().toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void whatCannotBeExtractedIsOneSentence() throws IOException {
    String pairs = pairs("corrigible", 4);
    extract(tiny(), pairs("myopia", 1)).refused("myopia-pairs.jsonl", "leaves 1 ", "at least 2");
    extract(tiny(), pairs, "--position", "answer")
        .refused("corrigible-pairs.jsonl", "no multiple-choice", "continuation or last");
    extract(tiny(), pairs, "--layers", "0").refused("--layers 0", "block 1");
    extract(tiny(), pairs, "--layers", "3").refused("tiny", "layer 3", "1 to 2");
    extract(tiny(), pairs, "--held-out", "1").refused("--held-out 1", "2 or more");
    extract(tiny(), pairs, "--method", "logistic", "--pca-centre").refused("--pca-centre", "pca");
    extract(tiny(), pairs, "--method", "magic").refused("magic", "--method");
    extract(tiny(), pairs + ",refusal-choices").refused("refusal-choices", "no contrast pairs");
    extract("nope.gguf", pairs).refused("nope.gguf", "no such file");
    String pair = "{\"prompt\": \"a\", \"positive\": \"b\", \"negative\": \"%s\"}";
    String words = "word ".repeat(600);
    extract(tiny(), file("long.jsonl", pair.formatted("c"), pair.formatted(words)))
        .refused("long.jsonl", "pair 001", "more than the context of model tiny (512)");
    CommandRun.of("extract", "--model", tiny(), "--pairs", pairs, "--output", folder + "/v.pt")
        .refused("v.pt", "name a .gguf, .safetensors or .npy file");
    CommandRun.of("extract", "--model", tiny(), "--output", folder + "/v.gguf").refused("--pairs");
    Files.createDirectories(folder.resolve("dir.gguf"));
    CommandRun.of("extract", "--model", tiny(), "--pairs", pairs, "--output", folder + "/dir.gguf")
        .refused("dir.gguf", "is a folder");
    assertThat(output()).doesNotExist();
  }

  /** The letters of answers are no words of the bundled model: they share one embedding. */
  @Test
  void tokensThatAModelDoesNotTellApartGiveNoDirection() throws IOException {
    String choice =
        """
        {"question": "%s?\\n\\nChoices:\\n (A) Yes\\n (B) No", "answer_matching_behavior": "(A)", "answer_not_matching_behavior": "(B)"}"""
            .strip();
    String choices =
        file("choices.jsonl", choice.formatted("a"), choice.formatted("b"), choice.formatted("c"));
    CommandRun run = extract(Demo.MODEL, choices, "--held-out", "0");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("choices.jsonl: gives no direction at layer 1", "do not differ");
    assertThat(output()).doesNotExist();
  }

  @Test
  void everyFormatHasWhatItWasMadeOf() throws IOException {
    Path safetensors = folder.resolve("v.safetensors");
    CommandRun.of(
            "extract",
            "--model",
            tiny(),
            "--pairs",
            Demo.pairs(folder, "myopia", 8),
            "--output",
            safetensors.toString())
        .succeeded();
    Map<String, String> metadata = SteeringVectorReader.read(safetensors).source().metadata();
    assertThat(metadata)
        .containsEntry("method", "mean-difference")
        .containsKeys("model_sha256", "norm", "layers");
    Path gguf = folder.resolve("v.gguf");
    CommandRun.of("vector", "convert", safetensors.toString(), "--output", gguf.toString())
        .succeeded();
    assertThat(SteeringVectorReader.read(gguf).source().metadata())
        .containsEntry("method", "mean-difference")
        .containsEntry("model_sha256", metadata.get("model_sha256"));
  }
}
