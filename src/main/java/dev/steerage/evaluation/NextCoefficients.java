package dev.steerage.evaluation;

import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.SearchLine;
import java.util.List;
import java.util.Map;

/** Says which coefficients a search tries next. */
@FunctionalInterface
public interface NextCoefficients {
  /** No search. */
  NextCoefficients NONE = run -> Map.of();

  /**
   * Sizes of the coefficients, all above 0, by line; nothing at all when the search is over.
   *
   * @param run whose scores are those of all that has been tried
   */
  Map<SearchLine, List<Double>> after(RunFolder run);
}
