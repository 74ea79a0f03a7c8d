package dev.steerage.evaluation;

/**
 * How a steering vector is added to the residual stream.
 *
 * @param positions at which tokens
 */
public record VectorUse(Positions positions) {
  /** As it is in the file, at every token. */
  public static final VectorUse PLAIN = new VectorUse(Positions.ALL);

  /** What the name of an intervention says of it; empty for {@link #PLAIN}. */
  String suffix() {
    return positions == Positions.ALL ? "" : "-" + positions;
  }
}
