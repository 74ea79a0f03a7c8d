package dev.steerage.evaluation;

import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.RowScores;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes batches in one context, scores their targets, and does with the logits what is wanted.
 * Where decoding leaves threads free, that is done while the next batch decodes; the numbers are
 * the same to the bit.
 */
final class LogitScorer implements AutoCloseable {
  /** Rows of logits that are handled at a time: 16 MB at 32,000 tokens. */
  private static final int SLICE = 128;

  private final LlamaContext context;
  private final Decoder decoder;
  private final LongConsumer decoded;
  private final StageClock clock;
  private final ScoreSlice slice;
  private final @Nullable ScoreQueue queue;

  /**
   * A scorer whose context takes batches in some way.
   *
   * @param decoded hears the number of tokens of each decode, and of what decodes beside it; 0
   *     before each
   * @param clock hears what each batch's time goes into
   */
  LogitScorer(
      LlamaContext context,
      Decoder decoder,
      Scoring scoring,
      LongConsumer decoded,
      StageClock clock) {
    this.context = context;
    this.decoder = decoder;
    this.slice = new ScoreSlice(scoring.vocabularySize());
    this.decoded = decoded;
    this.clock = clock;
    int slices = (scoring.batchTokens() + SLICE - 1) / SLICE;
    this.queue =
        scoring.spareThreads() == 0
            ? null
            : new ScoreQueue(scoring.vocabularySize(), slices, scoring.spareThreads());
  }

  /** Forgets what is in the cache, here and where the pass is compared with. */
  void begin(LogitUse use) {
    context.clear();
    use.sources().forEach(LogitSource::begin);
  }

  /** Forgets all sequences but one, from which others branch off, here and there. */
  void branch(int from, int[] sequences, LogitUse use) {
    context.keep(from);
    context.branch(from, sequences);
    use.sources().forEach(source -> source.branch(from, sequences));
  }

  /**
   * Decodes a batch. Its targets get their scores now or while the next ones decode.
   *
   * @param targets that its rows predict
   */
  void decode(Batch batch, List<ScoreTarget> targets, LogitUse use) {
    decoded.accept(0); // whoever wants to stop does it here, with all before it written
    clock.enter(Stage.DECODE);
    decoder.decode(context, batch);
    int beside = use.sources().mapToInt(source -> source.decoded(batch)).sum();
    for (int from = 0; from < targets.size(); from += SLICE) {
      List<ScoreTarget> some =
          List.copyOf(targets.subList(from, Math.min(from + SLICE, targets.size())));
      if (queue == null) {
        score(some, use);
      } else {
        clock.enter(Stage.LOG_SOFTMAX);
        ScoreSlice next = queue.take();
        next.begin(some, use);
        next.copy(context);
        next.fetch(false);
        queue.submit(next);
      }
    }
    clock.enter(Stage.JAVA);
    decoded.accept(batch.size() + beside);
  }

  private void score(List<ScoreTarget> targets, LogitUse use) {
    slice.begin(targets, use);
    if (slice.isSunk() || slice.isFetched()) {
      clock.enter(Stage.FILES);
      if (slice.isSunk()) {
        slice.copy(context);
        slice.sink();
      }
      slice.fetch(true);
    }
    clock.enter(Stage.LOG_SOFTMAX);
    slice.fetch(false);
    List<RowScores> scores = slice.scores(context);
    clock.enter(Stage.JAVA);
    slice.deliver(scores);
  }

  /**
   * Does the decodes of a pass; afterwards all targets have their scores, or, where one fails,
   * nothing is under way any more.
   */
  void pass(Runnable decodes) {
    boolean isComplete = false;
    try {
      decodes.run();
      isComplete = true;
    } finally {
      if (queue != null) {
        clock.enter(Stage.LOG_SOFTMAX);
        queue.drain(isComplete);
        clock.enter(Stage.JAVA);
      }
    }
  }

  @Override
  public void close() {
    if (queue != null) {
      queue.close();
    }
    slice.close();
  }
}
