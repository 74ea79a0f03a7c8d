package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel.SplitMode;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.TokenRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What must hold of a device, on the bundled model: its logprobs are the CPU's, baseline and
 * steered, with every precision of the KV cache, and do not depend on the size of a batch.
 */
abstract class DeviceParity {
  private static final Path MODEL = Path.of("models/steerage-demo-f16.gguf");
  private static final String BEHAVIOR = "corrigible";
  private static final int PAIRS = 8;
  private static final int LAYER = 2;
  private static final List<Double> COEFFICIENTS = List.of(-2.0, 2.0);

  @TempDir private Path folder;

  /** What goes on the device; a failed assertion where there is none. */
  abstract GpuUse device();

  /** CPU threads beside the device. */
  abstract int threads();

  /** Most that a logprob may differ from the CPU's, in nats. */
  abstract double bound();

  /** Most that a logprob may depend on the size of a batch without blockwise attention, in nats. */
  abstract double batchBound();

  @ParameterizedTest
  @CsvSource({"F32, false", "F16, false", "F32, true", "F16, true"})
  void logprobsAreTheCpus(KvType kvType, boolean flashAttention, TestReporter reporter)
      throws IOException {
    EngineSpec cpu = new EngineSpec(0, 1, 512, kvType, flashAttention);
    RunFolder expected = run(cpu, "cpu");
    RunFolder actual = run(on(device(), cpu), "device");
    compare(expected, actual, bound(), reporter);
  }

  @Test
  void theLastBlocksAloneMayBeOnTheDevice(TestReporter reporter) throws IOException {
    EngineSpec cpu = new EngineSpec(0, 1, 512, KvType.F32, false);
    GpuUse device = device();
    int some = device.layers() == 0 ? 0 : 3;
    compare(run(cpu, "cpu"), run(on(device.withLayers(some), cpu), "device"), bound(), reporter);
  }

  @ParameterizedTest
  @CsvSource({"F32, false", "F16, false", "F32, true", "F16, true"})
  void theSizeOfABatchDoesNotMatter(KvType kvType, boolean flashAttention, TestReporter reporter)
      throws IOException {
    EngineSpec large = new EngineSpec(0, 1, 1024, kvType, flashAttention);
    RunFolder expected = run(on(device(), large), "large");
    EngineSpec small = new EngineSpec(0, 1, 64, kvType, flashAttention);
    RunFolder actual = run(on(device(), small), "small");
    compare(expected, actual, flashAttention ? SelfTest.BOUND : batchBound(), reporter);
  }

  @Test
  void coefficientZeroIsTheBaselineBitForBit() throws IOException {
    EngineSpec cpu = new EngineSpec(0, 1, 512, KvType.F32, false);
    RunFolder run = run(on(device(), cpu), "zero", List.of(3.0, 0.0));
    assertThat(logprobs(run, condition(0.0))).isEqualTo(logprobs(run, baseline()));
    assertThat(logprobs(run, condition(3.0))).isNotEqualTo(logprobs(run, baseline()));
  }

  @Test
  void theLayerSplitGivesTheSame(TestReporter reporter) throws IOException {
    List<Double> many = List.of(-3.0, -2.0, -1.0, 1.0, 2.0, 3.0);
    EngineSpec split = on(device(), new EngineSpec(0, 1, 64, KvType.F32, false));
    RunFolder expected = run(split.withoutLayerSplit(), "plain", many);
    RunFolder actual = run(split, "split", many);
    reporter.publishEntry("layer_split", actual.readProvenance().path(SplitLog.KEY).toString());
    compare(expected, actual, batchBound(), reporter);
  }

  final void compareDevices(GpuUse one, GpuUse other, TestReporter reporter) throws IOException {
    EngineSpec engine = new EngineSpec(0, 1, 512, KvType.F32, false);
    String name = String.join("-", other.devices()) + other.splitMode();
    compare(run(on(one, engine), "first"), run(on(other, engine), name), bound(), reporter);
  }

  static GpuUse all(SplitMode mode, String... devices) {
    return new GpuUse(-1, List.of(devices), mode, List.of());
  }

  private EngineSpec on(GpuUse device, EngineSpec engine) {
    return new EngineSpec(
        device,
        threads(),
        engine.batchTokens(),
        engine.kvType(),
        engine.flashAttention(),
        engine.layerSplit(),
        1);
  }

  private RunFolder run(EngineSpec engine, String name) throws IOException {
    return run(engine, name, COEFFICIENTS);
  }

  private RunFolder run(EngineSpec engine, String name, List<Double> coefficients)
      throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("models/demo/behaviors/" + BEHAVIOR + ".jsonl"));
    Path pairs = Files.write(folder.resolve(BEHAVIOR + ".jsonl"), lines.subList(0, PAIRS));
    Path vector = Path.of("models/demo/vectors/" + BEHAVIOR + ".gguf");
    EvaluationSpec spec =
        new EvaluationSpec(
            List.of(MODEL),
            List.of(pairs),
            HalfOrder.POSITIVE_FIRST,
            ChatFormatName.AUTO,
            List.of(
                new VectorSpec(vector, List.of(LAYER), coefficients, InterventionSpec.Scope.ALL)),
            Aggregation.MEAN,
            engine);
    return Evaluation.run(
        spec, folder.resolve(name), RunFolder.Existing.SET_ASIDE, EvaluationListener.NONE);
  }

  /** Every condition that the first run has. */
  private static void compare(
      RunFolder expected, RunFolder actual, double bound, TestReporter reporter) {
    double largest = 0;
    double sum = 0;
    int count = 0;
    for (Condition condition : List.of(baseline(), condition(-2.0), condition(2.0))) {
      double[] wanted = logprobs(expected, condition);
      double[] found = logprobs(actual, condition);
      assertThat(found).hasSameSizeAs(wanted).hasSizeGreaterThan(PAIRS);
      for (int i = 0; i < wanted.length; i++) {
        double difference = Math.abs(found[i] - wanted[i]);
        largest = Math.max(largest, difference); // keeps a NaN
        sum += difference;
        count++;
      }
    }
    reporter.publishEntry(
        "difference of a logprob, nats",
        String.format(
            Locale.ROOT,
            "largest %.1e, mean %.1e, of %d tokens, %.0e allowed",
            largest,
            sum / count,
            count,
            bound));
    assertThat(largest).as("largest difference of a logprob, nats").isLessThanOrEqualTo(bound);
  }

  private static double[] logprobs(RunFolder run, Condition condition) {
    return run.readTokens(condition).stream().mapToDouble(TokenRow::logprob).toArray();
  }

  private static Condition baseline() {
    return Condition.baseline("steerage-demo-f16", BEHAVIOR);
  }

  private static Condition condition(double coefficient) {
    String name = "%s-layer%d-coefficient%d".formatted(BEHAVIOR, LAYER, (int) coefficient);
    return new Condition("steerage-demo-f16", BEHAVIOR, name, BEHAVIOR, LAYER, coefficient);
  }
}
