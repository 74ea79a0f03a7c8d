package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.llama.LlamaModel.SplitMode;
import dev.steerage.runlog.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrewTest {
  private static final Path MODEL = Path.of("models/steerage-demo-f16.gguf");
  private static final Path VECTOR = Path.of("models/demo/vectors/myopia.gguf");

  @TempDir private Path folder;

  private EvaluationSpec spec(int workers) throws IOException {
    return spec(new EngineSpec(GpuUse.none(), 1, 128, KvType.F32, false, false, workers));
  }

  private EvaluationSpec spec(EngineSpec engine) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("models/demo/behaviors/myopia.jsonl"));
    Path pairs = Files.write(folder.resolve("myopia.jsonl"), lines.subList(0, 6));
    return new EvaluationSpec(
        List.of(MODEL),
        List.of(pairs),
        HalfOrder.POSITIVE_FIRST,
        ChatFormatName.AUTO,
        List.of(
            new VectorSpec(
                VECTOR,
                List.of(3),
                List.of(-3.0, -2.0, -1.0, 1.0, 2.0, 3.0),
                InterventionSpec.Scope.ALL)),
        Aggregation.MEAN,
        engine);
  }

  private List<Path> tokenFiles(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run.resolve("tokens"))) {
      return files.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
    }
  }

  @Test
  void aFailureOfOneStopsAllAndTheRunGoesOnLater() throws IOException {
    Path output = folder.resolve("run");
    AtomicInteger batches = new AtomicInteger();
    EvaluationListener failing =
        new EvaluationListener() {
          @Override
          public void decoded(long tokens) {
            boolean isOther = Thread.currentThread().getName().equals("worker-2");
            if (isOther && batches.incrementAndGet() == 6) {
              throw new IllegalStateException("the disk is full");
            }
          }
        };
    assertThatIllegalStateException()
        .isThrownBy(() -> Evaluation.run(spec(2), output, RunFolder.Existing.RESUME, failing))
        .withMessage("the disk is full");
    // it was asked no more after it had failed
    assertThat(batches).hasValue(6);
    List<Path> before = tokenFiles(output);
    assertThat(before).isNotEmpty().hasSizeLessThan(7);
    List<String> texts = before.stream().map(CrewTest::text).toList();

    Evaluation.run(spec(2), output, RunFolder.Existing.RESUME, EvaluationListener.NONE);
    assertThat(before.stream().map(CrewTest::text)).isEqualTo(texts);
    Path single = folder.resolve("single");
    Evaluation.run(spec(1), single, RunFolder.Existing.RESUME, EvaluationListener.NONE);
    assertThat(tokenFiles(output).stream().map(CrewTest::text))
        .hasSize(7)
        .isEqualTo(tokenFiles(single).stream().map(CrewTest::text).toList());
    assertThat(text(output.resolve("scores.csv"))).isEqualTo(text(single.resolve("scores.csv")));
  }

  @Test
  void eachWorkerHasADeviceOfItsOwnWithSplitModeNone() {
    List<String> devices = List.of("CUDA1", "CUDA0", "CUDA2");
    GpuUse gpus = new GpuUse(-1, devices, SplitMode.NONE, List.of());
    EngineSpec three = new EngineSpec(gpus, 2, 512, KvType.F16, false, true, 3);
    assertThat(Stream.of(0, 1, 2).map(three::ofWorker).map(e -> e.gpus().devices()))
        .containsExactly(List.of("CUDA1"), List.of("CUDA0"), List.of("CUDA2"));
    assertThat(three.ofWorker(1).workers()).isEqualTo(1);
    GpuUse shared = new GpuUse(-1, devices, SplitMode.LAYER, List.of());
    EngineSpec together = new EngineSpec(shared, 2, 512, KvType.F16, false, true, 3);
    assertThat(together.ofWorker(2)).isEqualTo(together);
  }

  @Test
  void aSpecFileHasGpusAndWorkers() throws IOException {
    List<String> devices = List.of("CUDA1", "CUDA0");
    for (GpuUse gpus :
        List.of(
            new GpuUse(-1, devices, SplitMode.NONE, List.of()),
            new GpuUse(7, devices, SplitMode.ROW, List.of(3.0, 0.5)))) {
      EvaluationSpec spec = spec(new EngineSpec(gpus, 3, 100, KvType.F16, true, false, 2));
      String text = SpecFile.write(spec, folder);
      Path file = Files.writeString(folder.resolve("spec.yaml"), text);
      assertThat(SpecFile.read(file).engine()).isEqualTo(spec.engine());
      assertThat(text).contains("devices:", "split-mode: ", "workers: 2");
    }
    String plain = SpecFile.write(spec(EngineSpec.exact()), folder);
    assertThat(plain).doesNotContain("devices", "split-mode", "tensor-split", "workers");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
