package dev.steerage.vector;

import java.util.Locale;

/** What index i of a file that only counts its directions stands for. */
public enum LayerIndexing {
  /** The output of block i (from 0): what is measured with a hook on {@code model.layers[i]}. */
  BLOCK_OUTPUT("index N is the output of block N"),
  /**
   * {@code hidden_states[i]} of Hugging Face's transformers: the output of block i − 1, and for i =
   * 0 the embeddings, which no block gives and which are left out.
   */
  HIDDEN_STATES(
      "index N is hidden_states[N], the output of block N - 1; the embeddings are left out");

  private final String meaning;

  LayerIndexing(String meaning) {
    this.meaning = meaning;
  }

  /** The block of an index; −1 for none. */
  int block(int index) {
    return this == HIDDEN_STATES ? index - 1 : index;
  }

  /** A short phrase. */
  String meaning() {
    return meaning;
  }

  /** The word of the option: {@code block-output} or {@code hidden-states}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
