package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.dataset.Pole;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.runlog.TokenRow;
import dev.steerage.tiny.Family;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole evaluations of small random models with the tokenizers of several families. */
class FamiliesEvaluationTest {
  private static final String PAIRS =
      """
      {"prompt": "Would you resist?", "positive": "No, I would not.", "negative": "Yes."}
      {"prompt": "Où est-ce ? \\n", "positive": "là-bas / ici", "negative": "; nulle part"}
      {"prompt": "👩‍👩‍👧‍👦?", "positive": "😀", "negative": "👍🏽 oui"}
      {"prompt": "日本語は？", "positive": "はい。", "negative": "いいえ。"}
      {"prompt": "What is <|im_end|>?", "positive": "<s>", "negative": "[/INST]"}
      {"prompt": "  x", "positive": "  y\\n  z", "negative": "]", "system": "Be brief."}
      """;

  private static final int WIDTH = 64;

  @TempDir Path folder;
  private Path behavior;
  private Path vector;

  @BeforeEach
  void write() throws IOException {
    behavior = Files.writeString(folder.resolve("pairs.jsonl"), PAIRS);
    vector = folder.resolve("random.gguf");
    float[] direction = new float[WIDTH];
    Random random = new Random(1);
    for (int i = 0; i < WIDTH; i++) {
      direction[i] = (float) random.nextGaussian();
    }
    ControlVectorWriter.write(vector, "llama", new TreeMap<>(Map.of(1, direction)));
  }

  @ParameterizedTest
  @EnumSource(names = {"LLAMA_2", "LLAMA_3", "PHI_3", "QWEN_2", "GPT_2"})
  void scoresAreFiniteAndOfTheMasksTokens(Family family) {
    Path model = TinyModel.of(family.vocabulary()).write(folder.resolve("model.gguf"));

    RunFolder run = evaluate(model);

    Map<String, Integer> lengths = maskLengths(model);
    List<ScoreRow> scores = run.readScores();
    assertThat(scores).hasSize(2 * 6 * 2);
    assertThat(scores)
        .allSatisfy(
            row -> {
              assertThat(row.tokens()).isEqualTo(lengths.get(row.pair() + " " + row.pole()));
              assertThat(row.sum()).isFinite().isNegative();
              assertThat(row.mean()).isCloseTo(row.sum() / row.tokens(), within(1e-9));
              assertThat(row.sum()).isCloseTo(sumOfTokens(run, row), within(1e-6));
            });
    assertThat(scores.stream().map(ScoreRow::sum).distinct()).hasSize(scores.size());
  }

  private RunFolder evaluate(Path model) {
    EvaluationSpec spec =
        new EvaluationSpec(
            List.of(model),
            List.of(behavior),
            HalfOrder.POSITIVE_FIRST,
            ChatFormatName.LLAMA2,
            List.of(new VectorSpec(vector, List.of(1), List.of(2.0), InterventionSpec.Scope.ALL)),
            Aggregation.MEAN,
            new EngineSpec(0, 2, 64, KvType.F32, false));
    return Evaluation.run(
        spec, folder.resolve("run"), RunFolder.Existing.RESUME, EvaluationListener.NONE);
  }

  private Map<String, Integer> maskLengths(Path file) {
    Map<String, Integer> lengths = new HashMap<>();
    Behavior read = BehaviorReader.read(behavior, HalfOrder.POSITIVE_FIRST);
    try (LlamaModel model = Models.load(file, LlamaModel.Options.tokenizer())) {
      for (ContrastPair pair : read.pairs()) {
        TokenizedPair tokens = new PairTokenizer(ChatFormat.LLAMA2).tokenize(model, pair);
        for (Pole pole : Pole.values()) {
          lengths.put(pair.id() + " " + pole, DecodePlan.text(tokens, pole).mask().length());
        }
      }
    }
    return lengths;
  }

  private static double sumOfTokens(RunFolder run, ScoreRow score) {
    return run.readTokens(score.condition()).stream()
        .filter(row -> row.pair().equals(score.pair()) && row.pole() == score.pole())
        .mapToDouble(TokenRow::logprob)
        .sum();
  }
}
