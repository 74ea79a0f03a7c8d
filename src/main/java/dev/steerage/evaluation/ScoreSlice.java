package dev.steerage.evaluation;

import dev.steerage.llama.Divergence;
import dev.steerage.llama.FloatRows;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.RowScores;
import dev.steerage.runlog.Shift;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some rows of a batch's logits on their way to scores, with what they are compared with. */
final class ScoreSlice implements AutoCloseable {
  private final FloatRows own;
  private final FloatRows baseline;
  private final FloatRows reference;
  private List<ScoreTarget> targets = List.of();
  private int[] indices = {};
  private long[] places = {};
  private LogitUse use = LogitUse.NONE;

  /**
   * No room yet.
   *
   * @param vocabularySize values of a row
   */
  ScoreSlice(int vocabularySize) {
    this.own = new FloatRows(vocabularySize);
    this.baseline = new FloatRows(vocabularySize);
    this.reference = new FloatRows(vocabularySize);
  }

  /** Takes up targets of the batch that was decoded last, and what is wanted of their rows. */
  void begin(List<ScoreTarget> wanted, LogitUse what) {
    targets = wanted;
    use = what;
    indices = wanted.stream().mapToInt(ScoreTarget::index).toArray();
    places = wanted.stream().mapToLong(ScoreTarget::place).toArray();
  }

  /** Copies the rows, for them to be there after the next decode. */
  void copy(LlamaContext context) {
    context.copyLogits(indices, own);
  }

  /**
   * Fetches the rows that these are compared with.
   *
   * @param kept those that are there for good; else those that the next decode takes away
   */
  void fetch(boolean kept) {
    fetch(use.baseline(), baseline, kept);
    fetch(use.reference(), reference, kept);
  }

  private void fetch(@Nullable LogitSource source, FloatRows rows, boolean kept) {
    if (source != null && source.isKept() == kept) {
      source.rows(indices, places, rows);
    }
  }

  /** Whether the rows themselves go somewhere. */
  boolean isSunk() {
    return !use.sinks().isEmpty();
  }

  /** Whether the rows are compared with kept ones. */
  boolean isFetched() {
    return use.sources().anyMatch(LogitSource::isKept);
  }

  /** Gives copied rows to where they go. */
  void sink() {
    use.sinks().forEach(sink -> sink.write(places, own));
  }

  /** Scores of the rows in a context that still has them. */
  List<RowScores> scores(LlamaContext context) {
    return context.scores(indices, tokens(), compared(use.baseline(), baseline), references());
  }

  /** The same of copied rows, without the context. */
  List<RowScores> scores(int threads) {
    return own.scores(tokens(), compared(use.baseline(), baseline), references(), threads);
  }

  private int[] tokens() {
    return targets.stream().mapToInt(ScoreTarget::token).toArray();
  }

  private @Nullable FloatRows references() {
    return compared(use.reference(), reference);
  }

  private static @Nullable FloatRows compared(@Nullable LogitSource source, FloatRows rows) {
    return source == null ? null : rows;
  }

  /** Gives the scores to the targets. */
  void deliver(List<RowScores> scores) {
    for (int i = 0; i < scores.size(); i++) {
      RowScores row = scores.get(i);
      targets
          .get(i)
          .sink()
          .accept(
              new TokenScore(row.target(), shift(row.fromBaseline()), shift(row.fromReference())));
    }
  }

  private static @Nullable Shift shift(@Nullable Divergence divergence) {
    return divergence == null ? null : new Shift(divergence.kl(), divergence.isSameTop());
  }

  @Override
  public void close() {
    own.close();
    baseline.close();
    reference.close();
  }
}
