package dev.steerage.evaluation;

import dev.steerage.llama.Batch;
import dev.steerage.llama.Divergence;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LogitRows;
import dev.steerage.llama.TargetLogprob;
import dev.steerage.runlog.NeutralRow;
import dev.steerage.runlog.Shift;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decodes chunks of a neutral text in one context, whatever that is steered by. */
final class NeutralScorer implements AutoCloseable {
  /** Rows of logits that are compared at a time: 32 MB at 32,000 tokens. */
  private static final int SLICE = 256;

  private final LlamaContext context;
  private final NeutralChunks chunks;
  private final int batchTokens;
  private final LongConsumer decoded;
  private final LogitRows rows;
  private final Batch batch = new Batch();
  private final List<Target> targets = new ArrayList<>();

  /**
   * What is done with a pass's logits.
   *
   * @param baseline rows that they are compared with; null for none
   * @param reference likewise, of another model
   * @param sinks get them
   */
  record Comparison(
      @Nullable LogitSource baseline, @Nullable LogitSource reference, List<RowSink> sinks) {}

  /** A scored token: its logprob comes from a token of the batch. */
  private record Target(int index, int chunk, int position) {}

  /**
   * A scorer.
   *
   * @param vocabularySize of the context's model
   * @param batchTokens most tokens in one decode of {@code context}
   * @param decoded hears the number of tokens of each decode
   */
  NeutralScorer(
      LlamaContext context,
      NeutralChunks chunks,
      int vocabularySize,
      int batchTokens,
      LongConsumer decoded) {
    this.context = context;
    this.chunks = chunks;
    this.batchTokens = batchTokens;
    this.decoded = decoded;
    this.rows = new LogitRows(vocabularySize);
  }

  /** Place of the first row of a chunk (0-based) among those of all chunks. */
  long place(int chunk) {
    return (long) chunk * chunks.scored();
  }

  /**
   * Scores chunks {@code from} (inclusive) to {@code to} (exclusive), 0-based, in the cache
   * together. An injected direction acts at every token: a text without a prompt has no other
   * positions.
   *
   * @return one row a scored token, in their order
   */
  List<NeutralRow> score(int from, int to, Comparison comparison) {
    List<NeutralRow> scored = new ArrayList<>();
    context.clear();
    Stream.of(comparison.baseline(), comparison.reference())
        .filter(Objects::nonNull)
        .forEach(LogitSource::begin);
    for (int chunk = from; chunk < to; chunk++) {
      int[] tokens = chunks.chunks().get(chunk);
      for (int position = 0; position < chunks.decoded(); position++) {
        if (batch.size() == batchTokens) {
          flush(comparison, scored);
        }
        boolean isScored = position >= chunks.first();
        Batch.Output output = isScored ? Batch.Output.LOGITS : Batch.Output.NONE;
        int sequence = chunk - from;
        int index =
            batch.add(tokens[position], position, output, Batch.Injection.DIRECTION, sequence);
        if (isScored) {
          targets.add(new Target(index, chunk, position + 1));
        }
      }
    }
    flush(comparison, scored);
    return scored;
  }

  private void flush(Comparison comparison, List<NeutralRow> scored) {
    context.decode(batch);
    int beside =
        Stream.of(comparison.baseline(), comparison.reference())
            .filter(Objects::nonNull)
            .mapToInt(source -> source.decoded(batch))
            .sum();
    for (int from = 0; from < targets.size(); from += SLICE) {
      gather(targets.subList(from, Math.min(from + SLICE, targets.size())), comparison, scored);
    }
    decoded.accept(batch.size() + beside);
    batch.clear();
    targets.clear();
  }

  private void gather(List<Target> slice, Comparison comparison, List<NeutralRow> scored) {
    int[] indices = slice.stream().mapToInt(Target::index).toArray();
    long[] places =
        slice.stream()
            .mapToLong(t -> place(t.chunk()) + t.position() - chunks.first() - 1)
            .toArray();
    List<TargetLogprob> logprobs =
        context.targetLogprobs(indices, slice.stream().mapToInt(this::token).toArray());
    if (!comparison.sinks().isEmpty()) {
      context.copyLogits(indices, rows);
      comparison.sinks().forEach(sink -> sink.write(places, rows));
    }
    List<@Nullable Shift> fromBaseline = shifts(comparison.baseline(), indices, places);
    List<@Nullable Shift> fromReference = shifts(comparison.reference(), indices, places);
    for (int i = 0; i < slice.size(); i++) {
      Target target = slice.get(i);
      scored.add(
          new NeutralRow(
              target.chunk(),
              target.position(),
              token(target),
              logprobs.get(i).logprob(),
              fromBaseline.get(i),
              fromReference.get(i)));
    }
  }

  private int token(Target target) {
    return chunks.chunks().get(target.chunk())[target.position()];
  }

  private List<@Nullable Shift> shifts(@Nullable LogitSource source, int[] indices, long[] places) {
    if (source == null) {
      return Collections.nCopies(indices.length, null);
    }
    source.rows(indices, places, rows);
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
