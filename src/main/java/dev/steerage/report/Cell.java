package dev.steerage.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A cell of a table, as each kind of file has it.
 *
 * @param shown with digits that are the same all down a column, for a terminal and the page
 * @param rounded with the digits that its interval supports, for Markdown and LaTeX
 * @param exact for CSV: whole numbers, doubles and texts by the name of the part, which is empty
 *     for what the column is named after; parts that are not there are missing
 */
record Cell(String shown, String rounded, Map<String, Object> exact) {
  /** The part that a column is named after. */
  static final String ITSELF = "";

  /** Nothing at all. */
  static final Cell EMPTY = new Cell("", "", Map.of());

  Cell {
    exact = Collections.unmodifiableMap(new LinkedHashMap<>(exact)); // in this order
  }

  /** A text, or a number that needs no rounding. */
  static Cell of(String text) {
    return text.isEmpty() ? EMPTY : new Cell(text, text, Map.of(ITSELF, text));
  }

  /** What is shown in short, and what it is. */
  static Cell of(String shown, Object exact) {
    return new Cell(shown, shown, Map.of(ITSELF, exact));
  }

  /** A number without an interval; CSV has none for NaN. */
  static Cell number(String shown, double value) {
    return Double.isNaN(value) ? new Cell(shown, shown, Map.of()) : of(shown, value);
  }

  /** How many pairs flipped to each side; nothing where neither is known. */
  static Cell flips(Optional<Double> toPositive, Optional<Double> toNegative) {
    String shown =
        toPositive.map(n -> "+" + n.intValue()).orElse("")
            + toNegative.map(n -> "/-" + n.intValue()).orElse("");
    Map<String, Object> exact = new LinkedHashMap<>();
    toPositive.ifPresent(n -> exact.put("to positive", n.intValue()));
    toNegative.ifPresent(n -> exact.put("to negative", n.intValue()));
    return new Cell(shown, shown, exact);
  }

  /** The same with another part for CSV. */
  Cell with(String part, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(exact);
    all.put(part, value);
    return new Cell(shown, rounded, all);
  }
}
