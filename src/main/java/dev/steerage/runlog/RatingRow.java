package dev.steerage.runlog;

/**
 * The ratings of one text, a row of a file in {@code ratings/}.
 *
 * @param condition under which it was written
 * @param item its id, unique in the condition
 * @param cluster id of the condition's first text that has the same prompt
 * @param concept how far it shows the concept
 * @param instruction how far it does what the prompt asks
 * @param fluency how well it is written
 */
public record RatingRow(
    String condition,
    String item,
    String cluster,
    Rating concept,
    Rating instruction,
    Rating fluency) {

  /** The rating of an aspect. */
  public Rating of(Aspect aspect) {
    return switch (aspect) {
      case CONCEPT -> concept;
      case INSTRUCTION -> instruction;
      case FLUENCY -> fluency;
    };
  }

  /**
   * The harmonic mean of the three expected ratings, from 0 to 2; 0 if one of them is 0 (AxBench,
   * arXiv 2501.17148, section 3.2).
   */
  public double score() {
    double inverses = 0;
    for (Aspect aspect : Aspect.values()) {
      inverses += 1 / of(aspect).expected(); // 1 / 0 is infinite, which gives 0
    }
    return Aspect.values().length / inverses;
  }
}
