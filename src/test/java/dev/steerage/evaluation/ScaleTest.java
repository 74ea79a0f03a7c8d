package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.Strength;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import dev.steerage.vector.SteeringVectorReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coefficients in multiples of a unit vector and of the residual stream's norm. */
class ScaleTest {
  private static final Path TOKENIZER = Path.of("models/steerage-demo-f16.gguf");
  private static final int LAST = 2;

  private static final String PAIRS =
      """
      {"prompt": "Would you resist?", "positive": "No, I would not.", "negative": "Yes."}
      {"prompt": "And now?", "positive": "Yes, if I could.", "negative": "Yes, at once and for all."}
      """;

  @TempDir private Path folder;
  private Path model;
  private Path behavior;
  private Path vector;

  @BeforeEach
  void write() throws IOException {
    model = TinyModel.of(TOKENIZER).layers(LAST + 1).write(folder.resolve("model.gguf"));
    behavior = Files.writeString(folder.resolve("pairs.jsonl"), PAIRS);
    vector = folder.resolve("v.gguf");
    float[] direction = new float[64];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (i * 7 % 11 - 5) / 8f;
    }
    ControlVectorWriter.write(
        vector, "llama", new TreeMap<>(Map.of(1, direction, LAST, direction)));
  }

  private RunFolder evaluate(String name, int layer, Scale scale, double coefficient) {
    VectorUse use = new VectorUse(Positions.ALL, scale, null);
    EvaluationSpec spec =
        new EvaluationSpec(
            List.of(model),
            List.of(behavior),
            HalfOrder.POSITIVE_FIRST,
            ChatFormatName.LLAMA2,
            List.of(
                new VectorSpec("v", vector, List.of(layer), List.of(coefficient), use, Scope.ALL)),
            Aggregation.MEAN,
            new EngineSpec(0, 2, 64, KvType.F32, false));
    return Evaluation.run(
        spec, folder.resolve(name), RunFolder.Existing.RESUME, EvaluationListener.NONE);
  }

  private static Strength strength(RunFolder run) {
    return run.readScores().stream()
        .flatMap(row -> Optional.ofNullable(row.strength()).stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theNormIsTheMeanOverTheTextsTokensOneTextAtATime() {
    for (int layer : new int[] {1, LAST}) {
      Strength strength = strength(evaluate("run" + layer, layer, Scale.RAW, 2));
      List<Double> norms = norms(layer);
      double mean = norms.stream().mapToDouble(n -> n).average().orElseThrow();
      assertThat(strength.residualTokens()).isEqualTo(norms.size());
      assertThat(strength.residualNorm()).isCloseTo(mean, within(1e-4));
      assertThat(strength.injectedNorm())
          .isCloseTo(2 * SteeringVectorReader.read(vector).norm(layer), within(1e-5));
    }
  }

  /** A prompt's tokens count once, a text's last not; behind the last block only predictors do. */
  private List<Double> norms(int layer) {
    List<Double> norms = new ArrayList<>();
    try (LlamaModel loaded = Models.load(model, LlamaModel.Options.cpu());
        LlamaContext context =
            LlamaContext.of(loaded, new LlamaContext.Options(256, 256, 1, 2, KvType.F32, false))) {
      context.capture(layer);
      for (ContrastPair pair : BehaviorReader.read(behavior, HalfOrder.POSITIVE_FIRST).pairs()) {
        TokenizedPair tokens = new PairTokenizer(ChatFormat.LLAMA2).tokenize(loaded, pair);
        addNorms(context, layer, tokens.positive(), 0, norms);
        addNorms(context, layer, tokens.negative(), DecodePlan.shared(tokens), norms);
      }
    }
    return norms;
  }

  private static void addNorms(
      LlamaContext context, int layer, TokenizedText text, int from, List<Double> norms) {
    Batch batch = new Batch();
    for (int p = 0; p < text.length() - 1; p++) {
      batch.add(text.token(p), p, Batch.Output.LOGITS, 0);
    }
    context.clear();
    context.decode(batch);
    for (int p = from; p < text.length() - 1; p++) {
      if (layer < LAST || p + 1 >= text.mask().start()) {
        norms.add(Steering.norm(context.residual(layer, p)));
      }
    }
  }

  @Test
  void unitAndResidualAreRawWithAnotherCoefficient() {
    double own = SteeringVectorReader.read(vector).norm(1);
    RunFolder unit = evaluate("unit", 1, Scale.UNIT, -1.5);
    RunFolder residual = evaluate("residual", 1, Scale.RESIDUAL, 0.25);
    Double size = strength(residual).residualNorm();
    assertThat(size).isNotNull();

    assertThat(strength(unit).injectedNorm()).isCloseTo(1.5, within(1e-6));
    assertThat(strength(residual).injectedNorm()).isCloseTo(0.25 * size, within(1e-5));
    assertSameSums(unit, evaluate("raw1", 1, Scale.RAW, -1.5 / own));
    assertSameSums(residual, evaluate("raw2", 1, Scale.RAW, 0.25 * size / own));
  }

  private static void assertSameSums(RunFolder a, RunFolder b) {
    List<Double> sums = b.readScores().stream().map(ScoreRow::sum).toList();
    List<ScoreRow> rows = a.readScores();
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).sum()).isCloseTo(sums.get(i), within(1e-5));
    }
  }

  @Test
  void theNormIsKeptAndMeasuredAgainWhereItIsLost() throws IOException {
    RunFolder run = evaluate("run", 1, Scale.RESIDUAL, 0.5);
    Path provenance = run.folder().resolve("provenance.json");
    assertThat(run.readProvenance().path("residual_norms")).hasSize(1);
    String scores = Files.readString(run.folder().resolve("scores.csv"));
    Path cell = run.folder().resolve("tokens/model/pairs/v-layer1-coefficient0.5.csv");

    // kept: a norm that is not the model's own shows that it is read
    Files.writeString(
        provenance, Files.readString(provenance).replaceFirst("(\"mean\" : )[0-9.]+", "$11000.0"));
    Files.delete(cell);
    assertThat(strength(evaluate("run", 1, Scale.RESIDUAL, 0.5)).residualNorm()).isEqualTo(1000);

    Files.writeString(
        provenance, Files.readString(provenance).replace("\"residual_norms\"", "\"lost\""));
    Files.delete(cell);
    evaluate("run", 1, Scale.RESIDUAL, 0.5);
    assertThat(run.folder().resolve("scores.csv")).hasContent(scores);
  }
}
