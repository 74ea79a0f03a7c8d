package dev.steerage.llama;

/** Hears how far a long native call is. */
@FunctionalInterface
public interface Progress {
  /** Hears nothing, stops nothing. */
  Progress NONE = share -> true;

  /**
   * Hears a share done, 0 to 1, and returns false to stop the call, which then fails with status
   * CANCELLED.
   */
  boolean report(float share);
}
