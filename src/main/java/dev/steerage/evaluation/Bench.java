package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.BenchResult.Start;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.Margin;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Measures how fast a model's cells are computed, stage by stage, and how fast llama.cpp alone
 * decodes the same batches in the same process.
 */
public final class Bench {
  private static final double NANOS = 1e-9;
  private static final double MILLIS = 1e-3;
  private static final String VECTOR = "random.gguf";

  private final BenchSpec spec;
  private final Path folder;
  private final EvaluationListener listener;

  /**
   * A bench.
   *
   * @param folder for files that are written meanwhile; it is there, and what is in it may be
   *     deleted afterwards
   * @param listener hears what is being done
   */
  public Bench(BenchSpec spec, Path folder, EvaluationListener listener) {
    this.spec = spec;
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * Measures a model. It is loaded once and computes every cell once before anything is timed.
   *
   * @param processStart where that is what came before; empty where the process did something else
   * @throws InputException if a file cannot be used
   */
  public BenchResult run(Path file, Optional<Instant> processStart) {
    long begin = System.nanoTime();
    int layer = writeVector(new InputFile(file).path());
    EvaluationSpec wanted = wanted(file, layer);
    Inputs inputs = Inputs.read(wanted, listener);
    Preflight preflight = Preflight.of(inputs.models().get(0), inputs, wanted, listener);
    preflight.input().sha256(); // an evaluation knows it before it begins
    double read = seconds(begin);
    EngineSpec settings = wanted.engine();
    if (settings.isBatchAuto()) {
      settings = new BatchSize(settings, listener).found(preflight, inputs.behaviors().get(0));
    }
    EvaluationSpec asked = wanted.with(settings);
    listener.stage("loading " + preflight.input().name());
    System.gc(); // what was read is no part of the peak
    PeakMemory.reset();
    long loading = System.nanoTime();
    try (Engine engine = Engine.load(preflight.input(), settings, preflight.cells(settings));
        BenchCells cells =
            new BenchCells(asked, folder, inputs, preflight, new StageTimes.Stopwatch(), engine)) {
      double load = seconds(loading);
      Instant firstScore = cells.record(layer);
      OptionalDouble sinceStart =
          processStart.isEmpty() || wanted.engine().isBatchAuto()
              ? OptionalDouble.empty()
              : OptionalDouble.of(seconds(processStart.get(), firstScore) - load);
      listener.stage("measuring " + preflight.input().name());
      return cells.measure(spec.repetitions(), layer, new Start(read, load, sinceStart), listener);
    }
  }

  /** Writes a random direction of norm 1 for the middle block, and returns that. */
  private int writeVector(Path file) {
    try (LlamaModel model = Models.load(file, LlamaModel.Options.tokenizer())) {
      ModelShape shape = ModelShape.of(model);
      int layer = shape.layers() / 2;
      if (layer < 1) {
        throw InputException.in(
            file, "has one block, which a vector cannot steer; name a larger model");
      }
      double[] unit = new RandomDirections(1, 0).unit(layer, 1, shape.width());
      float[] direction = new float[unit.length];
      for (int i = 0; i < unit.length; i++) {
        direction[i] = (float) unit[i];
      }
      ControlVectorWriter.write(
          folder.resolve(VECTOR),
          model.metadata("general.architecture").orElse(""),
          new TreeMap<>(Map.of(layer, direction)));
      return layer;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be written to", e);
    }
  }

  private EvaluationSpec wanted(Path file, int layer) {
    VectorUse use = new VectorUse(Positions.ALL, Scale.RESIDUAL, null);
    return new EvaluationSpec(
        List.of(file),
        List.of(spec.behavior()),
        HalfOrder.POSITIVE_FIRST,
        ChatFormatName.AUTO,
        List.of(
            new VectorSpec(folder.resolve(VECTOR), List.of(layer), List.of(1.0), use, Scope.ALL)),
        Aggregation.MEAN,
        null,
        new ComparisonSpec(true, ComparisonSpec.NONE, ReferenceRows.AUTO, Margin.TENTH),
        spec.engine());
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) * NANOS;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() * MILLIS;
  }
}
