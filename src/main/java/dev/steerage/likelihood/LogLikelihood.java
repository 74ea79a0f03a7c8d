package dev.steerage.likelihood;

/**
 * A continuation's log-likelihood in each {@link Aggregation}.
 *
 * @param tokens n, tokens of the continuation
 * @param sum Σ l_i, nats
 * @param mean sum / n, nats per token
 * @param paddedMean sum / (T − 1), nats per token
 */
public record LogLikelihood(int tokens, double sum, double mean, double paddedMean) {

  /**
   * Aggregates the logprobs of a continuation's tokens.
   *
   * @param logprobs l_i, nats, at least one
   * @param longestText T, the most tokens (BOS included) of a text in this pole of the behavior
   * @throws IllegalArgumentException if there is no logprob, or T − 1 is less than their number:
   *     the BOS token is never scored, so a text has at least one token more than its continuation
   */
  public static LogLikelihood of(double[] logprobs, int longestText) {
    int tokens = logprobs.length;
    if (tokens == 0) {
      throw new IllegalArgumentException("a continuation has at least one token");
    }
    if (longestText - 1 < tokens) {
      throw new IllegalArgumentException(
          "the longest text has " + longestText + " tokens, a continuation alone " + tokens);
    }
    double sum = 0;
    for (double logprob : logprobs) {
      sum += logprob;
    }
    return new LogLikelihood(tokens, sum, sum / tokens, sum / (longestText - 1));
  }

  /** The number of one aggregation. */
  public double value(Aggregation aggregation) {
    return switch (aggregation) {
      case MEAN -> mean;
      case SUM -> sum;
      case PADDED_MEAN -> paddedMean;
    };
  }
}
