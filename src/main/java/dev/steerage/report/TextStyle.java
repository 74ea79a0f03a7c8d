package dev.steerage.report;

import dev.steerage.metric.Verdict;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the words of a fixed-width table look. Only the look differs: without its escape sequences
 * the coloured text is the plain one, and no meaning is in the colours alone.
 */
public enum TextStyle {
  /** No escape sequences, for files and pipes. */
  PLAIN,
  /** Escape sequences of ECMA-48 (select graphic rendition), for a terminal. */
  COLORED;

  private static final Map<String, Integer> VERDICTS =
      Map.of(
          Verdict.PRESERVED.word(), 32, // green
          Verdict.CHANGED.word(), 31, // red
          Verdict.UNDECIDED.word(), 33); // yellow
  private static final int BOLD = 1;
  private static final int DIM = 2;

  /** A change, which has a sign, and the half-width of its interval. */
  private static final Pattern HALF_WIDTH =
      Pattern.compile("([+\\-−])(\\d+(?:\\.\\d+)?)±(\\d+(?:\\.\\d+)?)");

  private static final Pattern RANGE =
      Pattern.compile("([\\-−]?)(\\d+(?:\\.\\d+)?) to ([\\-−]?)(\\d+(?:\\.\\d+)?)");

  /** Titles and column names. */
  String strong(String text) {
    return in(BOLD, text);
  }

  /** Units and rules. */
  String faint(String text) {
    return in(DIM, text);
  }

  /**
   * A cell that holds a number or a verdict: verdicts have colours, and a change whose interval is
   * all on one side of 0, by the digits that are printed, is bold.
   *
   * @param cell without padding
   * @param before the cell to its left, which has the change where this one has its limits
   */
  String value(String cell, String before) {
    Integer color = VERDICTS.get(cell);
    if (color != null) {
      return in(color, cell);
    }
    boolean isRangeOfChange = before.matches("[+\\-−]\\d.*") && excludesZero(RANGE, cell);
    return isRangeOfChange || isWiderThanItsInterval(cell) ? in(BOLD, cell) : cell;
  }

  private static boolean isWiderThanItsInterval(String cell) {
    Matcher matcher = HALF_WIDTH.matcher(cell);
    return matcher.matches()
        && Double.parseDouble(matcher.group(2)) > Double.parseDouble(matcher.group(3));
  }

  private static boolean excludesZero(Pattern range, String cell) {
    Matcher matcher = range.matcher(cell);
    return matcher.matches()
        && matcher.group(1).isEmpty() == matcher.group(3).isEmpty()
        && Double.parseDouble(matcher.group(2)) > 0
        && Double.parseDouble(matcher.group(4)) > 0;
  }

  private String in(int code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
