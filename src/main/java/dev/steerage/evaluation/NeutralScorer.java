package dev.steerage.evaluation;

import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.runlog.NeutralRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Decodes chunks of a neutral text in one context, whatever that is steered by. */
final class NeutralScorer implements AutoCloseable {
  private final LogitScorer scorer;
  private final NeutralChunks chunks;
  private final int batchTokens;
  private final Batch batch = new Batch();
  private final List<ScoreTarget> targets = new ArrayList<>();

  /**
   * A scorer.
   *
   * @param decoded hears the number of tokens of each decode
   */
  NeutralScorer(LlamaContext context, NeutralChunks chunks, Scoring scoring, LongConsumer decoded) {
    this.scorer = new LogitScorer(context, Decoder.TOKENS, scoring, decoded, StageClock.NONE);
    this.chunks = chunks;
    this.batchTokens = scoring.batchTokens();
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
  List<NeutralRow> score(int from, int to, LogitUse use) {
    List<NeutralRow> scored = new ArrayList<>();
    scorer.pass(() -> decode(from, to, use, scored));
    return scored;
  }

  private void decode(int from, int to, LogitUse use, List<NeutralRow> scored) {
    batch.clear(); // of a pass that failed
    targets.clear();
    scorer.begin(use);
    for (int chunk = from; chunk < to; chunk++) {
      int[] tokens = chunks.chunks().get(chunk);
      for (int position = 0; position < chunks.decoded(); position++) {
        if (batch.size() == batchTokens) {
          flush(use);
        }
        boolean isScored = position >= chunks.first();
        Batch.Output output = isScored ? Batch.Output.LOGITS : Batch.Output.NONE;
        int sequence = chunk - from;
        int index =
            batch.add(tokens[position], position, output, Batch.Injection.DIRECTION, sequence);
        if (isScored) {
          targets.add(target(index, chunk, position + 1, scored));
        }
      }
    }
    flush(use);
  }

  private ScoreTarget target(int index, int chunk, int position, List<NeutralRow> scored) {
    int token = chunks.chunks().get(chunk)[position];
    return new ScoreTarget(
        index,
        token,
        place(chunk) + position - chunks.first() - 1,
        score ->
            scored.add(
                new NeutralRow(
                    chunk,
                    position,
                    token,
                    score.logprob(),
                    score.fromBaseline(),
                    score.fromReference())));
  }

  private void flush(LogitUse use) {
    scorer.decode(batch, targets, use);
    batch.clear();
    targets.clear();
  }

  @Override
  public void close() {
    scorer.close();
  }
}
