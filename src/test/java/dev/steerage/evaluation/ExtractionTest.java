package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.InputException;
import dev.steerage.dataset.ChoiceReader;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import dev.steerage.llama.Quantizer;
import dev.steerage.tiny.Family;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.DirectionMethod;
import dev.steerage.vector.DirectionMethod.Length;
import dev.steerage.vector.PairDifferences;
import dev.steerage.vector.PairDifferences.Keep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Residuals and vectors of the bundled model in F32 against those that HF transformers and torch
 * computed from the same weights (src/test/resources/golden/make_golden.py).
 */
class ExtractionTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir static Path shared;
  private static Path f32;

  @BeforeAll
  static void widen() {
    f32 = shared.resolve("steerage-demo-f32.gguf");
    Path f16 = Path.of("models/steerage-demo-f16.gguf");
    Quantizer.quantize(
        f16, f32, "f32", 0, Quantizer.Requantize.REFUSE, Optional.empty(), Progress.NONE);
  }

  @Test
  void residualsAreTransformersHiddenStates() throws IOException {
    JsonNode golden = golden("residuals");
    try (LlamaModel model = load(f32);
        LlamaContext context = context(model, 512)) {
      Batch batch = new Batch();
      for (JsonNode token : golden.path("tokens")) {
        batch.add(token.asInt(), batch.size(), Batch.Output.LOGITS, 0);
      }
      context.capture(all(model).stream().mapToInt(l -> l).toArray());
      context.decode(batch);
      golden
          .path("residuals")
          .properties()
          .forEach(
              entry -> {
                int token = Integer.parseInt(entry.getKey());
                for (int layer : all(model)) {
                  float[] residual = context.residual(layer, token);
                  double[] every8th =
                      IntStream.range(0, residual.length / 8)
                          .mapToDouble(i -> residual[8 * i])
                          .toArray();
                  assertThat(relative(every8th, entry.getValue().get(layer)))
                      .as("token %d, layer %d", token, layer)
                      .isLessThan(1e-4);
                }
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"corrigible", "hallucination", "myopia", "sycophancy"})
  void vectorsAreThoseOfTransformersAndTorch(String behavior) throws IOException {
    JsonNode golden = golden("extraction-" + behavior);
    // the last block costs the whole output matrix: one behavior is enough
    boolean isWhole = behavior.equals("myopia");
    List<PairDifferences> differences = differences(behavior, null, isWhole ? 6 : 5);
    assertThat(differences.get(0).pairs()).isEqualTo(golden.path("pairs").asInt());
    check(
        differences,
        DirectionMethod.MEAN_DIFFERENCE,
        golden.path("mean_difference_over_continuation"));
    check(differences, DirectionMethod.PCA, golden.path("pca_uncentred_over_continuation"));
    check(differences, DirectionMethod.PCA_CENTRED, golden.path("pca_centred_over_continuation"));
    if (isWhole) {
      check(
          differences,
          DirectionMethod.LOGISTIC,
          golden("residuals").path("logistic_over_continuation"));
    }
  }

  @Test
  void theLastTokensVectorIsThatOfTransformers() throws IOException {
    check(
        differences("myopia", TokenPosition.LAST, 6),
        DirectionMethod.MEAN_DIFFERENCE,
        golden("extraction-myopia").path("mean_difference_last_token"));
  }

  private static void check(
      List<PairDifferences> differences, DirectionMethod method, JsonNode golden) {
    Length length = method == DirectionMethod.MEAN_DIFFERENCE ? Length.PROJECTION : Length.UNIT;
    assertThat(golden).hasSize(6);
    for (int layer = 0; layer < differences.size(); layer++) {
      double[] vector = method.vector(differences.get(layer), length);
      assertThat(relative(vector, golden.get(layer)))
          .as("%s, layer %d", method, layer)
          .isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 100, 2048})
  void theSizeOfABatchAndSharedPromptsDoNotMatter(int batchTokens) {
    List<TokenizedPair> pairs = tokens("corrigible", null).subList(0, 4);
    try (LlamaModel model = load(f32)) {
      List<double[][]> expected = read(model, pairs, 512, all(model), true);
      assertThat(expected).hasSize(2 * 4);
      List<double[][]> actual = read(model, pairs, batchTokens, all(model), true);
      List<double[][]> apart = read(model, pairs, batchTokens, all(model), false);
      List<double[][]> some = read(model, pairs, batchTokens, List.of(1, 3), true);
      for (int i = 0; i < expected.size(); i++) {
        for (int layer : all(model)) {
          assertThat(nearest(actual, expected.get(i)[layer], layer)).isLessThan(1e-5);
          assertThat(nearest(apart, expected.get(i)[layer], layer)).isLessThan(1e-5);
        }
        assertThat(nearest(some, expected.get(i)[3], 1)).isLessThan(1e-5);
      }
    }
  }

  /** How near the nearest row of a layer comes: pairs arrive in the order of decoding. */
  private static double nearest(List<double[][]> rows, double[] expected, int layer) {
    return rows.stream()
        .mapToDouble(row -> distance(row[layer], expected))
        .min()
        .orElse(Double.NaN);
  }

  @ParameterizedTest
  @EnumSource(names = {"LLAMA_2", "LLAMA_3", "QWEN_2", "GPT_2"})
  void anAnswersTokenIsThatOfItsLetter(Family family) {
    Path file = TinyModel.of(family.vocabulary()).write(shared.resolve(family + ".gguf"));
    Path choices = Path.of("refusal-choices");
    boolean isLlama2 = family == Family.LLAMA_2;
    try (LlamaModel model = load(file)) {
      ChatFormat format = isLlama2 ? ChatFormat.LLAMA2 : ChatFormat.NONE;
      ExtractionTokenizer tokenizer = new ExtractionTokenizer(model, format);
      ExtractionSource source =
          new ExtractionSource.Pairs(List.of(choices), HalfOrder.POSITIVE_FIRST);
      ExtractionPairs pairs = ExtractionPairs.read(source, null, EvaluationListener.NONE);
      assertThat(pairs.position()).isEqualTo(TokenPosition.ANSWER);
      for (int i = 0; i < 5; i++) {
        TokenizedPair pair = pairs.pairs().get(i).tokenize(tokenizer);
        int last = pair.positive().length() - 1;
        assertThat(pair.positive().mask().start()).isEqualTo(last);
        String piece = new String(model.piece(pair.positive().token(last)), StandardCharsets.UTF_8);
        assertThat(piece)
            .contains(ChoiceReader.read(choices).choices().get(i).matching().substring(1, 2));
        if (isLlama2) {
          assertThat(piece).hasSize(1); // "(", "A", ")": the last but one, as in CAA
        }
      }
    }
  }

  @Test
  void memoryForSinglePairsIsBounded() {
    assertThatCode(() -> Extraction.checkMemory(500, 1000)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Extraction.checkMemory(3L << 30, 4L << 30))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("3072 MB")
        .hasMessageContaining("4096 MB")
        .hasMessageContaining("--layers");
  }

  private static List<PairDifferences> differences(
      String behavior, @Nullable TokenPosition position, int layers) {
    List<TokenizedPair> pairs = tokens(behavior, position);
    try (LlamaModel model = load(f32);
        LlamaContext context = context(model, 512)) {
      List<Integer> read = all(model).subList(0, layers);
      List<PairDifferences> all =
          read.stream().map(l -> new PairDifferences(model.width(), Keep.EACH)).toList();
      new ResidualReader(model, context, 512, read, n -> {})
          .read(
              pairs,
              true,
              (positive, negative) -> {
                for (int l = 0; l < all.size(); l++) {
                  all.get(l).add(positive[l], negative[l]);
                }
              });
      return all;
    }
  }

  private static List<TokenizedPair> tokens(String behavior, @Nullable TokenPosition position) {
    Path file = Path.of("models/demo/extraction/" + behavior + ".jsonl");
    ExtractionSource source = new ExtractionSource.Pairs(List.of(file), HalfOrder.POSITIVE_FIRST);
    try (LlamaModel model = LlamaModel.load(f32, LlamaModel.Options.tokenizer(), Progress.NONE)) {
      ExtractionTokenizer tokenizer = new ExtractionTokenizer(model, ChatFormat.LLAMA2);
      return ExtractionPairs.read(source, position, EvaluationListener.NONE).pairs().stream()
          .map(pair -> pair.tokenize(tokenizer))
          .toList();
    }
  }

  private static List<double[][]> read(
      LlamaModel model,
      List<TokenizedPair> pairs,
      int batchTokens,
      List<Integer> layers,
      boolean sharing) {
    List<double[][]> residuals = new ArrayList<>();
    try (LlamaContext context = context(model, batchTokens)) {
      new ResidualReader(model, context, batchTokens, layers, n -> {})
          .read(
              pairs,
              sharing,
              (positive, negative) -> {
                residuals.add(positive);
                residuals.add(negative);
              });
    }
    return residuals;
  }

  private static List<Integer> all(LlamaModel model) {
    return IntStream.range(0, model.layers()).boxed().toList();
  }

  private static LlamaModel load(Path file) {
    return LlamaModel.load(file, LlamaModel.Options.cpu(), Progress.NONE);
  }

  private static LlamaContext context(LlamaModel model, int batchTokens) {
    return LlamaContext.of(
        model, new LlamaContext.Options(2048, batchTokens, 256, 2, KvType.F32, false));
  }

  private static JsonNode golden(String name) throws IOException {
    return new ObjectMapper().readTree(GOLDEN.resolve(name + ".json").toFile());
  }

  /** Distance from golden values over their norm. */
  private static double relative(double[] found, JsonNode golden) {
    double[] expected = new double[golden.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = golden.get(i).asDouble();
    }
    assertThat(found).hasSameSizeAs(expected);
    return distance(found, expected);
  }

  private static double distance(double[] found, double[] expected) {
    double squares = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      squares += (found[i] - expected[i]) * (found[i] - expected[i]);
      size += expected[i] * expected[i];
    }
    return Math.sqrt(squares / size);
  }
}
