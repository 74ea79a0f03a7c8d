package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Shift;
import dev.steerage.runlog.TokenRow;
import dev.steerage.tiny.TinyArchitecture;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Conditions that go on from a common trunk, against the same ones each by itself. */
class LayerSplitTest {
  private static final Path DEMO = Path.of("models/steerage-demo-f16.gguf");
  private static final int LAYERS = 7;
  private static final int WIDTH = 64;
  private static final int BATCH = 12;
  private static final List<Double> SWEEP = List.of(-2.0, -0.5, 0.0, 1.0, 3.0);

  private static final String PAIRS =
      """
      {"prompt": "Would you resist?", "positive": "No, I would not.", "negative": "Yes."}
      {"prompt": "And now?", "positive": "Yes, if I could.", "negative": "Yes, at once and for all."}
      {"prompt": "A longer one, with more words in it, please.", "positive": "No.", "negative": "Yes, yes."}
      """;

  @TempDir private Path folder;
  private Path behavior;

  @BeforeEach
  void write() throws IOException {
    behavior = Files.writeString(folder.resolve("pairs.jsonl"), PAIRS);
  }

  private Path vector(int width, int layers) {
    Random random = new Random(1);
    TreeMap<Integer, float[]> directions = new TreeMap<>();
    for (int layer = 1; layer < layers; layer++) {
      float[] direction = new float[width];
      for (int i = 0; i < width; i++) {
        direction[i] = (float) random.nextGaussian();
      }
      directions.put(layer, direction);
    }
    Path file = folder.resolve("v.gguf");
    try {
      ControlVectorWriter.write(file, "llama", directions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private Path model(TinyArchitecture architecture) {
    return TinyModel.of(DEMO)
        .architecture(architecture)
        .layers(LAYERS)
        .width(WIDTH)
        .write(folder.resolve("model.gguf"));
  }

  private static final class Witness implements EvaluationListener {
    final List<String> warnings = new ArrayList<>();
    long planned;
    long decoded;

    @Override
    public void planned(EvaluationPlan plan) {
      planned = plan.tokens();
    }

    @Override
    public void decoded(long tokens) {
      decoded += tokens;
    }

    @Override
    public void warning(String sentence) {
      warnings.add(sentence);
    }
  }

  private EvaluationSpec spec(Path model, VectorSpec vector) {
    return new EvaluationSpec(
        List.of(model),
        List.of(behavior),
        HalfOrder.POSITIVE_FIRST,
        ChatFormatName.LLAMA2,
        List.of(vector),
        Aggregation.MEAN,
        new EngineSpec(0, 1, BATCH, KvType.F32, false));
  }

  private static EvaluationSpec plain(EvaluationSpec spec) {
    return new EvaluationSpec(
        spec.models(),
        spec.behaviors(),
        spec.order(),
        spec.chatFormat(),
        spec.interventions(),
        spec.aggregation(),
        spec.neutral(),
        spec.comparison(),
        spec.engine().withoutLayerSplit());
  }

  private RunFolder run(EvaluationSpec spec, String name, EvaluationListener listener) {
    return Evaluation.run(spec, folder.resolve(name), RunFolder.Existing.RESUME, listener);
  }

  private static List<Condition> conditions(RunFolder run) {
    return run.readScores().stream().map(row -> row.condition()).distinct().toList();
  }

  /** The largest difference of a token's logprob or divergence in any condition. */
  private static double largestDifference(RunFolder a, RunFolder b) {
    double largest = 0;
    assertThat(conditions(a)).isEqualTo(conditions(b)).hasSizeGreaterThan(3);
    for (Condition condition : conditions(a)) {
      List<TokenRow> first = a.readTokens(condition);
      List<TokenRow> second = b.readTokens(condition);
      assertThat(first).hasSameSizeAs(second);
      for (int i = 0; i < first.size(); i++) {
        TokenRow one = first.get(i);
        TokenRow other = second.get(i);
        assertThat(one.tokenId()).isEqualTo(other.tokenId());
        largest = Math.max(largest, Math.abs(one.logprob() - other.logprob()));
        largest = Math.max(largest, Math.abs(kl(one.fromBaseline()) - kl(other.fromBaseline())));
      }
    }
    return largest;
  }

  private static double kl(Shift shift) {
    return shift == null ? 0 : shift.kl();
  }

  private static void isSplitAt(RunFolder run, Integer... layers) {
    List<Integer> split = new ArrayList<>();
    for (JsonNode entry : run.readProvenance().path("layer_split")) {
      assertThat(entry.path("refused").asText()).isEmpty();
      assertThat(entry.path("tail_bytes").asLong()).isPositive();
      assertThat(entry.path("largest_difference").asDouble(9)).isBetween(0.0, LayerSplit.BOUND);
      split.add(entry.path("layer").asInt());
    }
    assertThat(split).containsExactlyInAnyOrder(layers);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"MINICPM", "BLOOM"})
  void equalTheSameConditionsEachByItself(TinyArchitecture architecture) {
    EvaluationSpec spec =
        spec(
            model(architecture),
            new VectorSpec(vector(WIDTH, LAYERS), List.of(2, 3), SWEEP, Scope.ALL));
    Witness witness = new Witness();

    RunFolder split = run(spec, "split", witness);

    assertThat(witness.warnings).isEmpty();
    assertThat(witness.decoded).isEqualTo(witness.planned);
    isSplitAt(split, 2, 3);
    assertThat(folder.resolve("split/logits")).doesNotExist();
    RunFolder whole = run(plain(spec), "whole", EvaluationListener.NONE);
    assertThat(whole.readProvenance().path("layer_split")).isEmpty();
    assertThat(largestDifference(split, whole)).isLessThanOrEqualTo(LayerSplit.BOUND);
  }

  @Test
  void onTheCpuTheyAreTheSameToTheBit() {
    EvaluationSpec spec =
        spec(
            model(TinyArchitecture.LLAMA),
            new VectorSpec(vector(WIDTH, LAYERS), List.of(3), SWEEP, Scope.ALL));
    RunFolder split = run(spec, "split", EvaluationListener.NONE);
    RunFolder whole = run(plain(spec), "whole", EvaluationListener.NONE);
    assertThat(largestDifference(split, whole)).isZero();
    Condition zero =
        conditions(split).stream()
            .filter(c -> !c.isBaseline() && c.coefficient() == 0)
            .findFirst()
            .orElseThrow();
    List<TokenRow> baseline = split.readTokens(Condition.baseline("model", "pairs"));
    List<TokenRow> rows = split.readTokens(zero);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).logprob()).isEqualTo(baseline.get(i).logprob());
      assertThat(Objects.requireNonNull(rows.get(i).fromBaseline()).kl()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"PROMPT, RAW", "CONTINUATION, RAW", "ALL, RESIDUAL", "PROMPT, UNIT"})
  void holdsForPositionsAndScales(Positions positions, Scale scale) {
    VectorUse use = new VectorUse(positions, scale, new RandomDirections(2, 7));
    EvaluationSpec spec =
        spec(
            model(TinyArchitecture.LLAMA),
            new VectorSpec(vector(WIDTH, LAYERS), List.of(3), SWEEP, use, Scope.ALL));
    RunFolder split = run(spec, "split", EvaluationListener.NONE);
    isSplitAt(split, 3);
    RunFolder whole = run(plain(spec), "whole", EvaluationListener.NONE);
    assertThat(largestDifference(split, whole)).isZero();
  }

  @Test
  void theDemoModelInF16IsWithinTheBound() {
    EvaluationSpec spec = spec(DEMO, new VectorSpec(vector(256, 6), List.of(3), SWEEP, Scope.ALL));
    RunFolder split = run(spec, "split", EvaluationListener.NONE);
    isSplitAt(split, 3);
    RunFolder whole = run(plain(spec), "whole", EvaluationListener.NONE);
    assertThat(largestDifference(split, whole)).isLessThanOrEqualTo(LayerSplit.BOUND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MINICPM|models of architecture minicpm cannot be run from a block in their middle",
        "BLOOM|the blocks behind it alone give logprobs that differ by up to"
      })
  void whereItIsNotToBeThePlainWayIsTakenAndSaidOnce(TinyArchitecture architecture, String reason) {
    EvaluationSpec spec =
        spec(
            model(architecture),
            new VectorSpec(vector(WIDTH, LAYERS), List.of(3), SWEEP, Scope.ALL));
    Witness witness = new Witness();

    RunFolder split = run(spec, "split", witness);

    assertThat(witness.decoded).isEqualTo(witness.planned);
    assertThat(witness.warnings).hasSize(1);
    assertThat(witness.warnings.get(0))
        .startsWith("the conditions of model model at layer 3 are computed without the layer split")
        .contains(reason);
    JsonNode entry = split.readProvenance().path("layer_split").path(0);
    assertThat(entry.path("refused").asText()).contains(reason);
    RunFolder whole = run(plain(spec), "whole", EvaluationListener.NONE);
    assertThat(largestDifference(split, whole)).isZero();
  }

  @Test
  void aResumedRunDecodesTheTrunkAlone() throws IOException {
    EvaluationSpec all =
        spec(
            model(TinyArchitecture.LLAMA),
            new VectorSpec(vector(WIDTH, LAYERS), List.of(2, 3), SWEEP, Scope.ALL));
    EvaluationSpec spec =
        new EvaluationSpec(
            all.models(),
            all.behaviors(),
            all.order(),
            all.chatFormat(),
            all.interventions(),
            all.aggregation(),
            null,
            new ComparisonSpec(
                false, ComparisonSpec.AUTO, ReferenceRows.AUTO, ComparisonSpec.standard().margin()),
            all.engine());
    RunFolder first = run(spec, "split", EvaluationListener.NONE);
    List<Condition> conditions = conditions(first);
    List<List<TokenRow>> rows = conditions.stream().map(first::readTokens).toList();
    Condition baseline = Condition.baseline("model", "pairs");
    for (Condition condition : conditions) {
      if (!condition.equals(baseline)) {
        Files.delete(folder.resolve("split/tokens/model/pairs/" + condition.condition() + ".csv"));
      }
    }
    Witness witness = new Witness();
    RunFolder again = run(spec, "split", witness);
    assertThat(witness.decoded).isEqualTo(witness.planned).isPositive();
    isSplitAt(again, 2, 3);
    assertThat(conditions.stream().map(again::readTokens).toList()).isEqualTo(rows);
  }

  @Test
  void isASettingOfTheRun() throws IOException {
    EvaluationSpec spec =
        spec(DEMO.toAbsolutePath(), new VectorSpec(vector(256, 6), List.of(3), SWEEP, Scope.ALL));
    Path file = folder.resolve("spec.yaml");
    Files.writeString(file, SpecFile.write(spec, folder));
    assertThat(file).content().doesNotContain("layer-split");
    assertThat(SpecFile.read(file)).isEqualTo(spec);
    Files.writeString(
        file, "layer-split: true\n" + SpecFile.write(spec, folder).replaceFirst("^---\n", ""));
    assertThat(SpecFile.read(file)).isEqualTo(spec);
    Files.writeString(file, SpecFile.write(plain(spec), folder));
    assertThat(file).content().contains("layer-split: false");
    assertThat(SpecFile.read(file)).isEqualTo(plain(spec));
  }

  /** 4 of 7 blocks of 5 conditions are saved; the baseline's pass is the trunk. */
  @Test
  void aPlanHasTheWholeModelsTokensAndWhatTheSplitLeavesOfThem() {
    EvaluationSpec spec =
        spec(
            model(TinyArchitecture.LLAMA),
            new VectorSpec(vector(WIDTH, LAYERS), List.of(3), SWEEP, Scope.ALL));
    EvaluationPlan split =
        Evaluation.plan(
            spec, folder.resolve("split"), RunFolder.Existing.RESUME, EvaluationListener.NONE);
    EvaluationPlan whole =
        Evaluation.plan(
            plain(spec),
            folder.resolve("whole"),
            RunFolder.Existing.RESUME,
            EvaluationListener.NONE);
    assertThat(split.tokens()).isEqualTo(whole.tokens());
    EvaluationPlan.Work work = split.works().get(0);
    long once = work.tokens() / 6;
    assertThat(work.leastTokens()).isEqualTo(work.tokens() - 5 * once * 4 / 7);
    assertThat(whole.works().get(0).leastTokens()).isEqualTo(whole.tokens());
    assertThat(split.logitBytes() - whole.logitBytes()).isEqualTo(once * WIDTH * Float.BYTES);
  }

  @Test
  void aFewConditionsOrShallowLayersAreNotWorthIt() {
    EvaluationSpec few =
        spec(
            model(TinyArchitecture.LLAMA),
            new VectorSpec(vector(WIDTH, LAYERS), List.of(3), List.of(1.0, 2.0), Scope.ALL));
    EvaluationSpec shallow =
        spec(
            folder.resolve("model.gguf"),
            new VectorSpec(
                folder.resolve("v.gguf"), List.of(1), List.of(1.0, 2.0, 3.0), Scope.ALL));
    isSplitAt(run(few, "few", EvaluationListener.NONE));
    isSplitAt(run(shallow, "shallow", EvaluationListener.NONE));
  }
}
