package dev.steerage.evaluation;

/** Where a reference model's logits come from when another model is compared with it. */
public enum ReferenceRows {
  /** Both models loaded where memory allows, else from files. */
  AUTO,
  /** The reference is loaded beside the other model and decodes the same batches. */
  LOADED,
  /** The reference's logits are kept in files in the run folder until they are not needed. */
  DISK;

  @Override
  public String toString() {
    return SpecFile.word(this);
  }
}
