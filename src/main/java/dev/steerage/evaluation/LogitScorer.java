package dev.steerage.evaluation;

import dev.steerage.llama.Batch;
import dev.steerage.llama.Divergence;
import dev.steerage.llama.FloatRows;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.TargetLogprob;
import dev.steerage.runlog.Shift;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes batches in one context, scores their targets, and does with the logits what is wanted.
 */
final class LogitScorer implements AutoCloseable {
  /** Rows of logits that are compared at a time: 32 MB at 32,000 tokens. */
  private static final int SLICE = 256;

  private final LlamaContext context;
  private final Decoder decoder;
  private final FloatRows rows;
  private final LongConsumer decoded;
  private final StageClock clock;

  /**
   * A scorer whose context takes batches in some way.
   *
   * @param vocabularySize of the context's model
   * @param decoded hears the number of tokens of each decode, and of what decodes beside it; 0
   *     before each
   * @param clock hears what each batch's time goes into
   */
  LogitScorer(
      LlamaContext context,
      Decoder decoder,
      int vocabularySize,
      LongConsumer decoded,
      StageClock clock) {
    this.context = context;
    this.decoder = decoder;
    this.rows = new FloatRows(vocabularySize);
    this.decoded = decoded;
    this.clock = clock;
  }

  /** Forgets what is in the cache, here and where the pass is compared with. */
  void begin(LogitUse use) {
    context.clear();
    use.sources().forEach(LogitSource::begin);
  }

  /**
   * Decodes a batch.
   *
   * @param indices in the batch, of the tokens that predict a target
   * @param targets token ids, as many
   * @param places of the same rows among all of the pass, 0-based
   * @return one a target
   */
  List<TokenScore> decode(Batch batch, int[] indices, int[] targets, long[] places, LogitUse use) {
    decoded.accept(0); // whoever wants to stop does it here, with all before it written
    clock.enter(Stage.DECODE);
    decoder.decode(context, batch);
    int beside = use.sources().mapToInt(source -> source.decoded(batch)).sum();
    clock.enter(Stage.JAVA);
    List<TokenScore> scores = new ArrayList<>(indices.length);
    for (int from = 0; from < indices.length; from += SLICE) {
      int to = Math.min(from + SLICE, indices.length);
      scores.addAll(
          gather(
              Arrays.copyOfRange(indices, from, to),
              Arrays.copyOfRange(targets, from, to),
              Arrays.copyOfRange(places, from, to),
              use));
    }
    decoded.accept(batch.size() + beside);
    return scores;
  }

  private List<TokenScore> gather(int[] indices, int[] targets, long[] places, LogitUse use) {
    clock.enter(Stage.LOG_SOFTMAX);
    List<TargetLogprob> logprobs = context.targetLogprobs(indices, targets);
    if (!use.sinks().isEmpty()) {
      clock.enter(Stage.FILES);
      context.copyLogits(indices, rows);
      use.sinks().forEach(sink -> sink.write(places, rows));
    }
    List<@Nullable Shift> fromBaseline = shifts(use.baseline(), indices, places);
    List<@Nullable Shift> fromReference = shifts(use.reference(), indices, places);
    clock.enter(Stage.JAVA);
    List<TokenScore> scores = new ArrayList<>(indices.length);
    for (int i = 0; i < indices.length; i++) {
      scores.add(new TokenScore(logprobs.get(i), fromBaseline.get(i), fromReference.get(i)));
    }
    return scores;
  }

  private List<@Nullable Shift> shifts(@Nullable LogitSource source, int[] indices, long[] places) {
    if (source == null) {
      return Collections.nCopies(indices.length, null);
    }
    clock.enter(Stage.FILES);
    source.rows(indices, places, rows);
    clock.enter(Stage.LOG_SOFTMAX);
    List<@Nullable Shift> shifts = new ArrayList<>();
    for (Divergence divergence : context.divergences(indices, rows)) {
      shifts.add(new Shift(divergence.kl(), divergence.isSameTop()));
    }
    return shifts;
  }

  @Override
  public void close() {
    rows.close();
  }
}
