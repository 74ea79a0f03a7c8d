package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.EvaluationPlan.Speed;
import dev.steerage.evaluation.EvaluationPlan.Work;
import dev.steerage.evaluation.InterventionSpec.FineTunedSpec;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.SystemPromptSpec;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.runlog.Margin;
import dev.steerage.runlog.RunFolder.Existing;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a run will do, against what it does. */
class EvaluationPlanTest {
  private static final Path TOKENIZER = Path.of("models/steerage-demo-f16.gguf");
  private static final int MUCH = 512;
  private static final int LITTLE = 4;

  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void write() throws IOException {
    output = folder.resolve("run");
    for (String name : List.of("a", "b", "tuned")) {
      TinyModel.of(TOKENIZER).layers(3).seed(name.hashCode()).write(folder.resolve(name + ".gguf"));
    }
    for (String name : List.of("myopia", "corrigible")) {
      Path all = Path.of("models/demo/behaviors/" + name + ".jsonl");
      Files.write(folder.resolve(name + ".jsonl"), Files.readAllLines(all).subList(0, 2));
    }
    float[] direction = new float[64];
    Arrays.fill(direction, 0.1f);
    ControlVectorWriter.write(
        folder.resolve("v.gguf"), "llama", new TreeMap<>(Map.of(1, direction, 2, direction)));
  }

  /** 2 models, 2 behaviors; 1 + 4 + 1 conditions, and of model a on myopia one more. */
  private EvaluationSpec spec(int batchTokens) {
    return new EvaluationSpec(
        List.of(folder.resolve("a.gguf"), folder.resolve("b.gguf")),
        List.of(folder.resolve("myopia.jsonl"), folder.resolve("corrigible.jsonl")),
        HalfOrder.POSITIVE_FIRST,
        ChatFormatName.LLAMA2,
        List.of(
            new VectorSpec(folder.resolve("v.gguf"), List.of(1, 2), List.of(-1.0, 1.0), Scope.ALL),
            new SystemPromptSpec("Be brief.", Scope.ALL),
            new FineTunedSpec(
                folder.resolve("tuned.gguf"), new Scope(List.of("a"), List.of("myopia")))),
        Aggregation.MEAN,
        new NeutralSpec(Path.of("models/demo/neutral.txt"), 16, 2),
        // no model beside another one: b is compared with the logits that a leaves
        new ComparisonSpec(true, ComparisonSpec.AUTO, ReferenceRows.DISK, Margin.TENTH),
        new EngineSpec(0, 1, batchTokens, KvType.F32, false));
  }

  /** Keeps what it hears, and which models' files are mapped into memory meanwhile. */
  private final class Witness implements EvaluationListener {
    final List<String> loads = new ArrayList<>();
    final List<String> calibrations = new ArrayList<>();
    final Set<Set<String>> atDecoding = new LinkedHashSet<>();
    final Set<Set<String>> atLoading = new LinkedHashSet<>();
    long tokens;
    @Nullable EvaluationPlan plan;

    @Override
    public void planned(EvaluationPlan planned) {
      plan = planned;
    }

    @Override
    public void stage(String what) {
      if (what.startsWith("loading ")) {
        loads.add(what.substring("loading ".length()));
        atLoading.add(mapped());
      }
      if (what.startsWith("calibrating ")) {
        calibrations.add(what.substring("calibrating ".length()));
        atLoading.add(mapped());
      }
    }

    @Override
    public void decoded(long more) {
      tokens += more;
      atDecoding.add(mapped());
    }
  }

  private Set<String> mapped() {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains(folder.toString()) && line.endsWith(".gguf"))
          .map(line -> line.substring(line.lastIndexOf('/') + 1))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long bytesOfTokens() throws IOException {
    try (Stream<Path> files = Files.walk(output.resolve("tokens"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void eachSetOfWeightsIsLoadedOnceAndAloneWhateverTheNumberOfConditions() {
    Witness witness = new Witness();
    Evaluation.run(spec(MUCH), output, Existing.RESUME, witness);
    assertThat(witness.loads).containsExactly("a", "tuned", "b");
    assertThat(witness.calibrations).isEmpty();
    assertThat(witness.atLoading).containsExactly(Set.of());
    assertThat(witness.atDecoding)
        .containsExactly(Set.of("a.gguf"), Set.of("tuned.gguf"), Set.of("b.gguf"));
  }

  @Test
  void thePlanIsWhatTheRunDoes() throws IOException {
    EvaluationPlan plan =
        Evaluation.plan(spec(MUCH), output, Existing.RESUME, EvaluationListener.NONE);
    assertThat(output).doesNotExist();
    assertThat(plan.models()).isEqualTo(2);
    assertThat(plan.behaviors()).isEqualTo(2);
    assertThat(plan.fewestConditions()).isEqualTo(6);
    assertThat(plan.mostConditions()).isEqualTo(7);
    assertThat(plan.works()).extracting(Work::model).containsExactly("a", "a", "b");
    assertThat(plan.works()).extracting(Work::weights).containsExactly("a", "tuned", "b");
    assertThat(plan.works()).extracting(Work::cells).containsExactly(12, 1, 12);
    assertThat(plan.complete()).isZero();

    Witness witness = new Witness();
    Evaluation.run(spec(MUCH), output, Existing.RESUME, witness);
    assertThat(witness.plan).isEqualTo(plan);
    assertThat(witness.tokens).isEqualTo(plan.tokens());
    assertThat((double) plan.bytes() / bytesOfTokens()).isCloseTo(1, within(0.2));
  }

  @Test
  void aPlanOfABrokenRunHasWhatIsLeft() throws IOException {
    Evaluation.run(spec(MUCH), output, Existing.RESUME, EvaluationListener.NONE);
    Files.delete(output.resolve("tokens/a/myopia/tuned.csv"));
    Files.delete(output.resolve("tokens/b/myopia/baseline.csv"));
    Files.delete(output.resolve("tokens/b/corrigible/v-layer1-coefficient-1.csv"));
    EvaluationPlan plan =
        Evaluation.plan(spec(MUCH), output, Existing.RESUME, EvaluationListener.NONE);
    assertThat(plan.works()).extracting(Work::complete).containsExactly(12, 0, 10);
    Witness witness = new Witness();
    Evaluation.run(spec(MUCH), output, Existing.RESUME, witness);
    // others are compared with logits of a that are gone
    assertThat(witness.loads).containsExactly("a", "tuned", "b");
    assertThat(witness.tokens).isEqualTo(plan.tokens());

    EvaluationPlan anew =
        Evaluation.plan(spec(MUCH), output, Existing.SET_ASIDE, EvaluationListener.NONE);
    assertThat(anew.complete()).isZero();
    assertThat(folder.resolve("run-before-1")).doesNotExist();
  }

  @Test
  void whereThereIsMuchToDoEachWeightsSpeedIsMeasured() {
    Witness witness = new Witness();
    EvaluationPlan plan = Evaluation.plan(spec(LITTLE), output, Existing.RESUME, witness);
    assertThat(witness.calibrations).containsExactly("a", "tuned", "b");
    assertThat(witness.tokens).isZero();
    for (Work work : plan.works()) {
      Speed speed = work.speed();
      assertThat(speed).isNotNull();
      assertThat(speed.loadSeconds()).isPositive();
      assertThat(speed.slowest()).isPositive().isLessThanOrEqualTo(speed.fastest());
    }
    assertThat(plan.tokensWithoutSpeed()).isZero();
  }

  @Test
  void timesAddLoadingAndDecoding() {
    Work fast = new Work("a", "a", 3, 0, 1000, 1000, 10, new Speed(2, 100, 200));
    Work unknown = new Work("b", "b", 3, 1, 70, 70, 10, null);
    assertThat(fast.leastSeconds()).isEqualTo(2 + 5);
    assertThat(fast.mostSeconds()).isEqualTo(2 + 12.5);
    EvaluationPlan plan = new EvaluationPlan(2, 1, 3, 3, List.of(fast, unknown), 0);
    assertThat(plan.leastSeconds()).isEqualTo(7);
    assertThat(plan.mostSeconds()).isEqualTo(14.5);
    assertThat(plan.tokensWithoutSpeed()).isEqualTo(70);
    assertThat(plan.cells()).isEqualTo(6);
    assertThat(plan.tokens()).isEqualTo(1070);
  }
}
