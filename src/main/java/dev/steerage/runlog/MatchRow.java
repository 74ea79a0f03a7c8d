package dev.steerage.runlog;

/**
 * What a condition changes in the log-likelihoods of the pairs that have a judged text's prompt: a
 * row of {@code matches.csv}.
 *
 * @param condition of the evaluation
 * @param item id of the judged text
 * @param pairs how many pairs have its prompt; the changes are means over them
 * @param deltaPositive LL(positive) steered − baseline
 * @param deltaNegative LL(negative) steered − baseline, in the same unit
 */
public record MatchRow(
    Condition condition, String item, int pairs, double deltaPositive, double deltaNegative) {
  /** The change of LL(positive) − LL(negative). */
  public double deltaPropensity() {
    return deltaPositive - deltaNegative;
  }
}
