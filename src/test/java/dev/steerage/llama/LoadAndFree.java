package dev.steerage.llama;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Loads, evaluates and frees many times, in a process of its own: {@code LoadAndFree MODEL CYCLES
 * WARM_UP}. Prints the process's resident memory in bytes after the first {@code WARM_UP} cycles
 * and after all of them.
 */
final class LoadAndFree {
  private static final int PAGE = 4096;

  /** What loads the model once more is done in every tenth cycle only. */
  private static final int SELDOM = 10;

  private LoadAndFree() {}

  public static void main(String[] arguments) throws IOException {
    Path model = Path.of(arguments[0]);
    int cycles = Integer.parseInt(arguments[1]);
    int warmUp = Integer.parseInt(arguments[2]);
    for (int cycle = 1; cycle <= cycles; cycle++) {
      cycle(model);
      if (cycle % SELDOM == 0) {
        tail(model);
        plan(model);
        refused(model.resolveSibling("none.gguf"));
      }
      if (cycle == warmUp || cycle == cycles) {
        System.gc(); // for what JavaCPP frees when it is found unreachable
        System.out.println(residentBytes());
      }
    }
  }

  /** Everything that has native memory: what is made here is closed here. */
  private static void cycle(Path file) {
    try (LlamaModel model = LlamaModel.load(file, LlamaModel.Options.cpu(), Progress.NONE);
        LlamaContext context = context(model);
        FloatRows logits = new FloatRows(model.vocabularySize());
        FloatRows residuals = new FloatRows(model.width());
        Sampler sampler = Sampler.of(new Sampler.Options(1, 40, 0.9), 1)) {
      float[] direction = new float[model.width()];
      direction[0] = 1;
      Batch batch = DemoModel.batch(model, "a text of a few tokens");
      int last = batch.size() - 1;
      context.steer(1, direction);
      context.inject(0, direction);
      context.capture(0);
      context.decode(batch);
      context.targetLogprobs(new int[] {last}, new int[] {7});
      context.copyLogits(new int[] {last}, logits);
      context.scores(new int[] {last}, new int[] {0}, logits, null);
      context.sample(sampler, last);
      context.copyResiduals(0, batch.size(), residuals);
    }
  }

  private static void tail(Path file) {
    try (LlamaModel tail = LlamaModel.loadTail(file, 1, LlamaModel.Options.cpu());
        LlamaContext context = context(tail);
        FloatRows residuals = new FloatRows(tail.width())) {
      Batch batch = new Batch();
      batch.add(1, 0, Batch.Output.LOGITS, 0);
      residuals.reserve(1);
      residuals.row(0).asFloatBuffer().put(new float[tail.width()]);
      context.decodeResidual(batch, residuals, new float[tail.width()]);
    }
  }

  private static void plan(Path file) {
    try (ImportanceMatrix matrix = new ImportanceMatrix("matrix.gguf", "", 1)) {
      matrix.add("output.weight", new float[1000]);
      Quantizer.plan(file, "q4_k_m", Optional.of(matrix));
    }
  }

  private static LlamaContext context(LlamaModel model) {
    return LlamaContext.of(
        model, new LlamaContext.Options(64, 64, 1, 1, LlamaContext.KvType.F32, false));
  }

  /** A failure frees what it had, too. */
  private static void refused(Path missing) {
    try (LlamaModel model = LlamaModel.load(missing, LlamaModel.Options.cpu(), Progress.NONE)) {
      throw new AssertionError(model.file());
    } catch (LlamaException expected) {
      if (expected.status() != LlamaException.Status.FILE) {
        throw expected;
      }
    }
  }

  /** The second number of /proc/self/statm, in pages. */
  private static long residentBytes() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * PAGE;
  }
}
