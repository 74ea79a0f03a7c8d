package dev.steerage.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is closed is refused in Java's words, in any order and from any thread. */
class LifetimeTest {
  private static final Path LORA = Path.of("models/demo/loras/corrigible.gguf");
  private static final Sampler.Options RANDOM = new Sampler.Options(1, 0, 1);
  private static final int ROUNDS = 10;

  @TempDir Path folder;

  @Test
  void aClosedSamplerAdapterMatrixAndRowsAreRefused() {
    try (LlamaModel model = DemoModel.load();
        LlamaContext context = DemoModel.context(model)) {
      Batch batch = DemoModel.batch(model, "a text");
      context.decode(batch);
      Sampler sampler = Sampler.of(RANDOM, 1);
      LoraAdapter adapter = LoraAdapter.load(model, LORA);
      ImportanceMatrix matrix = new ImportanceMatrix("matrix.gguf", "", 0);
      FloatRows rows = new FloatRows(model.vocabularySize());
      context.copyLogits(new int[] {0}, rows);
      for (AutoCloseable owner : List.of(sampler, adapter, matrix, rows, rows, matrix, sampler)) {
        assertThat(owner).satisfies(AutoCloseable::close);
      }
      adapter.close();

      closed("sampler", () -> context.sample(sampler, 0));
      closed("adapter", () -> context.adapt(adapter, 1));
      closed("matrix", () -> matrix.add("output.weight", new float[] {1}));
      closed("matrix", () -> Quantizer.plan(DemoModel.FILE, "q4_0", Optional.of(matrix)));
      closed("rows", () -> context.copyLogits(new int[] {0}, rows));
      closed("rows", () -> context.scores(new int[] {0}, new int[] {0}, rows, null));
      closed("rows", () -> rows.reserve(1));
      closed("rows", () -> rows.row(0));
      assertThat(context.logits(0).get(0)).isFinite();
    }
  }

  @Test
  void aClosedContextIsRefusedByEveryMethod() {
    try (LlamaModel model = DemoModel.load();
        FloatRows rows = new FloatRows(model.width());
        Sampler sampler = Sampler.of(RANDOM, 1);
        LoraAdapter adapter = LoraAdapter.load(model, LORA)) {
      Batch batch = DemoModel.batch(model, "a text");
      LlamaContext context = DemoModel.context(model);
      context.close();
      rows.reserve(batch.size());
      float[] direction = new float[model.width()];

      closed("context", () -> context.decode(batch));
      closed("context", () -> context.decodeTrunk(batch));
      closed("context", () -> context.decodeResidual(batch, rows, direction));
      closed("context", () -> context.steer(1, direction));
      closed("context", () -> context.inject(1, direction));
      closed("context", context::uninject);
      closed("context", () -> context.adapt(adapter, 1));
      closed("context", context::unadapt);
      closed("context", () -> context.forget(0));
      closed("context", () -> context.capture(1));
      closed("context", () -> context.residual(1, 0));
      closed("context", () -> context.copyResiduals(1, 1, rows));
      closed("context", () -> context.sample(sampler, 0));
    }
  }

  @Test
  void aClosedModelIsRefusedByEveryMethod() {
    LlamaModel model = DemoModel.load();
    try (LlamaModel other = DemoModel.load()) {
      model.close();

      closed("model", model::layers);
      closed("model", model::vocabularySize);
      closed("model", model::trainedContext);
      closed("model", model::sizeInBytes);
      closed("model", model::parameters);
      closed("model", model::weightType);
      closed("model", model::addsBos);
      closed("model", () -> model.isEndOfGeneration(2));
      closed("model", model::sharesPrompts);
      closed("model", () -> model.vocabularyDifference(other));
      closed("model", () -> other.vocabularyDifference(model));
      closed("model", () -> LoraAdapter.load(model, LORA));
      closed("model", () -> LlamaContext.bare(model, DemoModel.OPTIONS));
    }
  }

  @Test
  void rowsOutOfRangeAreRefused() {
    try (FloatRows rows = new FloatRows(4)) {
      rows.reserve(2);
      assertThat(rows.row(1).remaining()).isEqualTo(rows.rowBytes());
      for (int row : new int[] {-1, 2, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> rows.row(row)).isInstanceOf(LlamaException.class);
      }
    }
  }

  /** The callback runs on the thread that loads, in the middle of a native call. */
  @Test
  void whatIsClosedDuringItsOwnCallIsFreedAfterIt() {
    ImportanceMatrix matrix = new ImportanceMatrix("matrix.gguf", "", 0);
    List<Float> shares = new ArrayList<>();
    Quantizer.quantize(
        DemoModel.FILE,
        folder.resolve("q8_0.gguf"),
        "q8_0",
        1,
        Quantizer.Requantize.REFUSE,
        Optional.of(matrix),
        share -> {
          matrix.close();
          return shares.add(share);
        });

    assertThat(shares).hasSizeGreaterThan(10);
    assertThat(folder.resolve("q8_0.gguf")).isNotEmptyFile();
    closed("matrix", () -> matrix.add("output.weight", new float[] {1}));
  }

  /** Each thread sees right answers, then that what it uses is closed; the process lives on. */
  @Test
  @Timeout(120)
  void whatOtherThreadsUseCanBeClosedAtAnyTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        LlamaModel model = DemoModel.load();
        LlamaModel other = DemoModel.load();
        LlamaContext context = DemoModel.context(model);
        Sampler sampler = Sampler.of(RANDOM, round);
        LoraAdapter adapter = LoraAdapter.load(model, LORA);
        Batch batch = DemoModel.batch(model, "a text");
        CountDownLatch busy = new CountDownLatch(4);
        List<Future<Integer>> calls = new ArrayList<>();
        calls.add(threads.submit(untilClosed(busy, () -> decodeAndDraw(context, batch, sampler))));
        calls.add(threads.submit(untilClosed(busy, () -> adapt(context, adapter))));
        calls.add(threads.submit(untilClosed(busy, () -> compare(model, other))));
        calls.add(threads.submit(untilClosed(busy, () -> compare(other, model))));
        busy.await();
        List<AutoCloseable> owners = List.of(sampler, adapter, model, other, context);
        for (int i = 0; i < owners.size(); i++) {
          owners.get((i + round) % owners.size()).close();
        }
        for (Future<Integer> call : calls) {
          assertThat(call.get()).isPositive();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void decodeAndDraw(LlamaContext context, Batch batch, Sampler sampler) {
    context.clear();
    context.decode(batch);
    // the other thread changes the adapter, never the logits
    assertThat(context.sample(sampler, 0)).isBetween(0, 31_999);
  }

  private static void adapt(LlamaContext context, LoraAdapter adapter) {
    context.adapt(adapter, 0.5f);
    context.unadapt();
  }

  private static void compare(LlamaModel one, LlamaModel other) {
    assertThat(one.vocabularyDifference(other)).isEmpty();
    assertThat(one.tokenize("a text", LlamaModel.SpecialTokens.AS_TEXT).size()).isPositive();
  }

  /** How often the call succeeded before something was closed. */
  private static Callable<Integer> untilClosed(CountDownLatch busy, Runnable call) {
    return () -> {
      int successes = 0;
      while (true) {
        try {
          call.run();
          successes++;
          if (successes == 1) {
            busy.countDown();
          }
        } catch (IllegalStateException e) {
          assertThat(e).hasMessageEndingWith("is closed");
          return successes;
        }
      }
    };
  }

  private static void closed(String what, ThrowingCallable call) {
    assertThatIllegalStateException().isThrownBy(call).withMessageContaining(what);
  }
}
