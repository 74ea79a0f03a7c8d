package dev.steerage.evaluation;

import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Reads pairs' residuals, at all layers in one pass: pairs are packed into batches, common tokens
 * decoded once, and a pair is handed on as soon as its last token is decoded, so that one pair's
 * residuals at a time are in memory beside those of a batch.
 */
final class ResidualReader {
  private final LlamaContext context;
  private final List<Integer> layers;
  private final int width;
  private final int batchTokens;
  private final Batch.Output output;
  private final LongConsumer decoded;
  private final Batch batch = new Batch();
  private final List<Target> targets = new ArrayList<>();

  /** Hears of each pair once, in the order of decoding. */
  @FunctionalInterface
  interface Sink {
    /**
     * A pair's residuals, each the mean over the tokens of its text's mask.
     *
     * @param positive [layer, width], layers in the reader's order
     * @param negative the same
     */
    void accept(double[][] positive, double[][] negative);
  }

  /**
   * A reader, which captures {@code layers} in the context from now on.
   *
   * @param context of {@code model}
   * @param batchTokens most tokens in one decode of {@code context}
   * @param layers 0-based blocks
   * @param decoded hears the number of tokens of each decode
   */
  ResidualReader(
      LlamaModel model,
      LlamaContext context,
      int batchTokens,
      List<Integer> layers,
      LongConsumer decoded) {
    this.context = context;
    this.layers = List.copyOf(layers);
    this.width = model.width();
    this.batchTokens = batchTokens;
    // the last block is computed for outputs alone; without it no logits need to be
    this.output = layers.contains(model.layers() - 1) ? Batch.Output.LOGITS : Batch.Output.NONE;
    this.decoded = decoded;
    context.capture(layers.stream().mapToInt(Integer::intValue).toArray());
  }

  /** A text whose residuals are being summed. */
  private final class Text {
    final TokenizedText tokens;
    final int sequence;
    double[][] sums = new double[0][];
    int missing;

    Text(TokenizedText tokens, int sequence) {
      this.tokens = tokens;
      this.sequence = sequence;
      this.missing = tokens.mask().length();
    }

    void add(int index) {
      if (sums.length == 0) {
        sums = new double[layers.size()][width];
      }
      for (int l = 0; l < sums.length; l++) {
        float[] residual = context.residual(layers.get(l), index);
        for (int i = 0; i < width; i++) {
          sums[l][i] += residual[i];
        }
      }
      missing--;
    }

    double[][] mean() {
      double[][] mean = sums;
      sums = new double[0][];
      for (double[] row : mean) {
        for (int i = 0; i < width; i++) {
          row[i] /= tokens.mask().length();
        }
      }
      return mean;
    }
  }

  private record Pair(Text positive, Text negative) {}

  /** A token of the batch that counts for a text. */
  private record Target(int index, Pair pair, Text text) {}

  /** Tokens that a pair needs decoded: all of both texts, their common beginning once. */
  static int cost(TokenizedPair pair, boolean sharing) {
    int shared = sharing ? pair.sharedTokens() : 0;
    return pair.positive().length() + pair.negative().length() - shared;
  }

  /**
   * Reads pairs.
   *
   * @param sharing whether the model can have a token in two sequences
   */
  void read(List<TokenizedPair> pairs, boolean sharing, Sink sink) {
    int[] costs = pairs.stream().mapToInt(pair -> cost(pair, sharing)).toArray();
    for (DecodePlan.Group group : DecodePlan.pack(costs, batchTokens, sharing)) {
      context.clear();
      int sequence = 0;
      for (int i : group.pairs()) {
        TokenizedPair tokens = pairs.get(i);
        Text positive = new Text(tokens.positive(), sequence++);
        Text negative = new Text(tokens.negative(), sequence++);
        addPair(new Pair(positive, negative), sharing ? tokens.sharedTokens() : 0, sink);
      }
      flush(sink);
    }
  }

  private void addPair(Pair pair, int shared, Sink sink) {
    Text positive = pair.positive();
    Text negative = pair.negative();
    for (int p = 0; p < shared; p++) {
      add(pair, p, sink, positive, negative);
    }
    for (Text text : List.of(positive, negative)) {
      for (int p = shared; p < text.tokens.length(); p++) {
        add(pair, p, sink, text);
      }
    }
  }

  /** Adds the token at a position of one text, or of both; shared ones never count for either. */
  private void add(Pair pair, int position, Sink sink, Text... texts) {
    if (batch.size() == batchTokens) {
      flush(sink);
    }
    int[] sequences = new int[texts.length];
    boolean counts = false;
    for (int i = 0; i < texts.length; i++) {
      sequences[i] = texts[i].sequence;
      counts |= position >= texts[i].tokens.mask().start();
    }
    if (counts) {
      targets.add(new Target(batch.size(), pair, texts[0]));
    }
    batch.add(
        texts[0].tokens.token(position), position, counts ? output : Batch.Output.NONE, sequences);
  }

  private void flush(Sink sink) {
    if (batch.size() == 0) {
      return;
    }
    context.decode(batch);
    for (Target target : targets) {
      target.text().add(target.index());
      Pair pair = target.pair();
      if (pair.positive().missing == 0 && pair.negative().missing == 0) {
        sink.accept(pair.positive().mean(), pair.negative().mean());
      }
    }
    decoded.accept(batch.size());
    batch.clear();
    targets.clear();
  }
}
