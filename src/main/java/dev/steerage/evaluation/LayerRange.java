package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers as a user writes them in one word: a whole number, or a range {@code FROM..TO:STEP} with
 * both ends (step 1 where none is given).
 *
 * @param values 0-based blocks in the order of the text, not yet compared with any model
 */
public record LayerRange(List<Integer> values) {
  public LayerRange {
    values = List.copyOf(values);
  }

  static LayerRange of(int layer) {
    return new LayerRange(List.of(layer));
  }

  /**
   * The layers that a text means.
   *
   * @throws InputException with a sentence that begins with the text
   */
  public static LayerRange parse(String text) {
    try {
      if (!DecimalRange.isRange(text)) {
        return of(Integer.parseInt(text));
      }
      List<Integer> layers = new ArrayList<>();
      for (BigDecimal value : DecimalRange.values(text)) {
        layers.add(value.intValueExact());
      }
      return new LayerRange(layers);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new InputException(
          "'" + InputFile.shown(text) + "' is no whole number or range of them; write 13, or 1..5",
          e);
    }
  }

  /** All layers of several, in their order. */
  public static List<Integer> values(List<LayerRange> ranges) {
    return ranges.stream().flatMap(range -> range.values().stream()).toList();
  }
}
