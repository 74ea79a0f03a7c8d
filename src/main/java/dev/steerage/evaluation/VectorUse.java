package dev.steerage.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * How a steering vector is added to the residual stream.
 *
 * @param positions at which tokens
 * @param scale what its coefficient counts
 * @param random directions of the same norm that run beside it; null for none
 */
public record VectorUse(Positions positions, Scale scale, @Nullable RandomDirections random) {
  /** As it is in the file, at every token, alone. */
  public static final VectorUse PLAIN = new VectorUse(Positions.ALL, Scale.RAW, null);

  /** What the name of an intervention says of it; empty for {@link #PLAIN}. */
  String suffix() {
    return (positions == Positions.ALL ? "" : "-" + positions)
        + (scale == Scale.RAW ? "" : "-" + scale);
  }
}
