package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.dataset.Pole;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.TokenRow;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import dev.steerage.vector.SteeringVectorReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors that are added at the prompt's or the continuation's tokens alone. */
class PositionsTest {
  private static final Path TOKENIZER = Path.of("models/steerage-demo-f16.gguf");
  private static final int WIDTH = 64;
  private static final int LAYERS = 3;

  private static final String PAIRS =
      """
      {"prompt": "Would you resist?", "positive": "No, I would not.", "negative": "Yes."}
      {"prompt": "And now?", "positive": "Yes, if I could.", "negative": "Yes, at once and for all."}
      {"prompt": "A longer one, with more words in it, please.", "positive": "No.", "negative": "Yes, yes."}
      """;

  @TempDir private Path folder;
  private Path model;
  private Path behavior;
  private Path vector;

  @BeforeEach
  void write() throws IOException {
    model = TinyModel.of(TOKENIZER).layers(LAYERS).write(folder.resolve("model.gguf"));
    behavior = Files.writeString(folder.resolve("pairs.jsonl"), PAIRS);
    vector = folder.resolve("random.gguf");
    Random random = new Random(1);
    TreeMap<Integer, float[]> directions = new TreeMap<>();
    for (int layer = 1; layer < LAYERS; layer++) {
      float[] direction = new float[WIDTH];
      for (int i = 0; i < WIDTH; i++) {
        direction[i] = (float) random.nextGaussian();
      }
      directions.put(layer, direction);
    }
    ControlVectorWriter.write(vector, "llama", directions);
  }

  private RunFolder evaluate(int layer) {
    List<InterventionSpec> specs = new ArrayList<>();
    for (Positions positions : Positions.values()) {
      VectorUse use = new VectorUse(positions, Scale.RAW, null);
      specs.add(new VectorSpec(vector, List.of(layer), List.of(1.0), use, Scope.ALL));
    }
    EvaluationSpec spec =
        new EvaluationSpec(
            List.of(model),
            List.of(behavior),
            HalfOrder.POSITIVE_FIRST,
            ChatFormatName.LLAMA2,
            specs,
            Aggregation.MEAN,
            new EngineSpec(0, 2, 256, KvType.F32, false));
    return Evaluation.run(
        spec, folder.resolve("run"), RunFolder.Existing.RESUME, EvaluationListener.NONE);
  }

  private static List<TokenRow> rows(RunFolder run, int layer, String intervention) {
    String name = intervention + "-layer" + layer + "-coefficient1";
    return run.readTokens(new Condition("model", "pairs", name, intervention, layer, 1));
  }

  /** llama.cpp's own control vector, set and taken away between a text's two parts. */
  @ParameterizedTest
  @CsvSource({"1, PROMPT", "1, CONTINUATION", "2, PROMPT", "2, CONTINUATION"})
  void equalTheControlVectorOverThatPartOfOneTextAtATime(int layer, Positions positions) {
    List<TokenRow> rows = rows(evaluate(layer), layer, "random-" + positions);

    List<Double> expected = expected(layer, positions);
    assertThat(rows).hasSameSizeAs(expected);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).logprob()).isCloseTo(expected.get(i), within(1e-5));
    }
  }

  private List<Double> expected(int layer, Positions positions) {
    float[] direction = SteeringVectorReader.read(vector).direction(layer);
    List<Double> logprobs = new ArrayList<>();
    try (LlamaModel loaded = Models.load(model, LlamaModel.Options.cpu());
        LlamaContext context =
            LlamaContext.of(loaded, new LlamaContext.Options(256, 256, 1, 2, KvType.F32, false))) {
      List<ContrastPair> pairs = BehaviorReader.read(behavior, HalfOrder.POSITIVE_FIRST).pairs();
      for (Pole pole : Pole.values()) {
        for (ContrastPair pair : pairs) {
          TokenizedText text =
              DecodePlan.text(new PairTokenizer(ChatFormat.LLAMA2).tokenize(loaded, pair), pole);
          int start = text.mask().start();
          context.clear();
          for (Map.Entry<Integer, Integer> part :
              List.of(Map.entry(0, start), Map.entry(start, text.length()))) {
            boolean isSteered = (part.getKey() == 0) == (positions == Positions.PROMPT);
            context.unsteer();
            if (isSteered) {
              context.steer(layer, direction);
            }
            logprobs.addAll(decode(context, text, part.getKey(), part.getValue()));
          }
        }
      }
    }
    return logprobs;
  }

  /** Logprobs of the continuation's tokens that follow those decoded. */
  private static List<Double> decode(LlamaContext context, TokenizedText text, int from, int to) {
    Batch batch = new Batch();
    List<Integer> indices = new ArrayList<>();
    List<Integer> targets = new ArrayList<>();
    for (int p = from; p < to; p++) {
      int index = batch.add(text.token(p), p, Batch.Output.LOGITS, 0);
      if (p + 1 >= text.mask().start() && p + 1 < text.length()) {
        indices.add(index);
        targets.add(text.token(p + 1));
      }
    }
    context.decode(batch);
    return context
        .targetLogprobs(
            indices.stream().mapToInt(i -> i).toArray(),
            targets.stream().mapToInt(t -> t).toArray())
        .stream()
        .map(target -> target.logprob())
        .toList();
  }

  /** The last token of the prompt predicts it, and that is not steered. */
  @Test
  void aContinuationsFirstTokenIsAsInTheBaselineWhereTheContinuationIsSteered() {
    RunFolder run = evaluate(1);
    List<TokenRow> baseline = run.readTokens(Condition.baseline("model", "pairs"));
    List<TokenRow> steered = rows(run, 1, "random-continuation");
    List<TokenRow> prompts = rows(run, 1, "random-prompt");
    String text = "";
    for (int i = 0; i < baseline.size(); i++) {
      String now = baseline.get(i).pair() + baseline.get(i).pole();
      boolean isFirst = !now.equals(text);
      assertThat(steered.get(i).logprob() == baseline.get(i).logprob()).isEqualTo(isFirst);
      assertThat(Objects.requireNonNull(steered.get(i).fromBaseline()).kl() == 0)
          .isEqualTo(isFirst);
      assertThat(prompts.get(i).logprob()).isNotEqualTo(baseline.get(i).logprob());
      text = now;
    }
  }
}
