package dev.steerage.dataset;

/** Which part of a behavior file holds the positive continuations. */
public enum HalfOrder {
  /** The file's first half, or its key {@code positive}: what the file itself says. */
  POSITIVE_FIRST,
  /** The file's second half, or its key {@code negative}: the poles are swapped. */
  NEGATIVE_FIRST
}
