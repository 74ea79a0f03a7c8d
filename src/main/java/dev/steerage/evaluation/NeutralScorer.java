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
  private final List<Target> targets = new ArrayList<>();

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
    this.scorer =
        new LogitScorer(context, Decoder.TOKENS, vocabularySize, decoded, StageClock.NONE);
    this.chunks = chunks;
    this.batchTokens = batchTokens;
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
    scorer.begin(use);
    for (int chunk = from; chunk < to; chunk++) {
      int[] tokens = chunks.chunks().get(chunk);
      for (int position = 0; position < chunks.decoded(); position++) {
        if (batch.size() == batchTokens) {
          flush(use, scored);
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
    flush(use, scored);
    return scored;
  }

  private void flush(LogitUse use, List<NeutralRow> scored) {
    List<TokenScore> scores =
        scorer.decode(
            batch,
            targets.stream().mapToInt(Target::index).toArray(),
            targets.stream().mapToInt(this::token).toArray(),
            targets.stream()
                .mapToLong(t -> place(t.chunk()) + t.position() - chunks.first() - 1)
                .toArray(),
            use);
    for (int i = 0; i < scores.size(); i++) {
      Target target = targets.get(i);
      TokenScore score = scores.get(i);
      scored.add(
          new NeutralRow(
              target.chunk(),
              target.position(),
              token(target),
              score.logprob(),
              score.fromBaseline(),
              score.fromReference()));
    }
    batch.clear();
    targets.clear();
  }

  private int token(Target target) {
    return chunks.chunks().get(target.chunk())[target.position()];
  }

  @Override
  public void close() {
    scorer.close();
  }
}
