package dev.steerage.llama;

import java.util.Arrays;

/** Tokens to be decoded in one go. Reused: {@link #clear()} keeps its arrays. */
public final class Batch {
  private int size;
  private int sequenceCount;
  private int[] tokens = new int[512];
  private int[] positions = new int[512];
  private int[] sequenceCounts = new int[512];
  private byte[] outputs = new byte[512];
  private byte[] injected = new byte[512];
  private int[] sequences = new int[1024];

  /** A batch of the same tokens, which {@link #clear()} of this one leaves as it is. */
  public Batch copy() {
    Batch copy = new Batch();
    copy.size = size;
    copy.sequenceCount = sequenceCount;
    copy.tokens = Arrays.copyOf(tokens, tokens.length);
    copy.positions = Arrays.copyOf(positions, positions.length);
    copy.sequenceCounts = Arrays.copyOf(sequenceCounts, sequenceCounts.length);
    copy.outputs = Arrays.copyOf(outputs, outputs.length);
    copy.injected = Arrays.copyOf(injected, injected.length);
    copy.sequences = Arrays.copyOf(sequences, sequences.length);
    return copy;
  }

  /** Number of tokens whose following logits are wanted. */
  public int outputCount() {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += outputs[i];
    }
    return count;
  }

  /** Forgets all tokens. */
  public void clear() {
    size = 0;
    sequenceCount = 0;
  }

  /** Number of tokens. */
  public int size() {
    return size;
  }

  /** Whether the logits that follow token {@code index} are wanted. */
  public boolean isOutput(int index) {
    return outputs[index] != 0;
  }

  /**
   * Adds a token without an injection and returns its index in the batch.
   *
   * @param token id in the vocabulary
   * @param position in its sequences, 0-based
   * @param output whether the logits that follow it are wanted
   * @param inSequences the sequences that it belongs to, at least one
   */
  public int add(int token, int position, Output output, int... inSequences) {
    return add(token, position, output, Injection.NONE, inSequences);
  }

  /**
   * Adds a token and returns its index in the batch.
   *
   * @param token id in the vocabulary
   * @param position in its sequences, 0-based
   * @param output whether the logits that follow it are wanted
   * @param injection whether the context's injected direction, where it has one, is added at it
   * @param inSequences the sequences that it belongs to, at least one
   */
  public int add(int token, int position, Output output, Injection injection, int... inSequences) {
    grow(inSequences.length);
    tokens[size] = token;
    positions[size] = position;
    outputs[size] = (byte) (output == Output.LOGITS ? 1 : 0);
    injected[size] = (byte) (injection == Injection.DIRECTION ? 1 : 0);
    sequenceCounts[size] = inSequences.length;
    for (int sequence : inSequences) {
      sequences[sequenceCount++] = sequence;
    }
    return size++;
  }

  /** Whether a token's logits are computed. */
  public enum Output {
    NONE,
    LOGITS
  }

  /** Whether {@link LlamaContext#inject} acts at a token. */
  public enum Injection {
    NONE,
    DIRECTION
  }

  private void grow(int moreSequences) {
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * size);
      positions = Arrays.copyOf(positions, 2 * size);
      sequenceCounts = Arrays.copyOf(sequenceCounts, 2 * size);
      outputs = Arrays.copyOf(outputs, 2 * size);
      injected = Arrays.copyOf(injected, 2 * size);
    }
    if (sequenceCount + moreSequences > sequences.length) {
      sequences = Arrays.copyOf(sequences, 2 * (sequenceCount + moreSequences));
    }
  }

  int[] tokens() {
    return tokens;
  }

  int[] positions() {
    return positions;
  }

  int[] sequenceCounts() {
    return sequenceCounts;
  }

  int[] sequences() {
    return sequences;
  }

  byte[] outputs() {
    return outputs;
  }

  byte[] injected() {
    return injected;
  }
}
