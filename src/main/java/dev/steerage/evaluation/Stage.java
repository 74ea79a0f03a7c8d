package dev.steerage.evaluation;

/** What a cell's time goes into. */
public enum Stage {
  /** llama.cpp's decode, until its results are there. */
  DECODE,
  /** Natively over rows of logits: log-softmax at the targets, divergences from kept rows. */
  LOG_SOFTMAX,
  /** Everything else: tokenizing, packing, gathering. */
  JAVA,
  /** Logits to and from files, and the token files. */
  FILES
}
