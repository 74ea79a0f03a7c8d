package dev.steerage.evaluation;

/** What a vector's coefficient counts. */
public enum Scale {
  /** The vector as it is in the file. */
  RAW,
  /** A vector of its direction and norm 1. */
  UNIT,
  /**
   * A vector of its direction and the mean norm of the residual stream after that block, over the
   * tokens of the behavior's texts without intervention.
   */
  RESIDUAL;

  /** The word that users write. */
  @Override
  public String toString() {
    return SpecFile.word(this);
  }
}
