package dev.steerage.report;

import dev.steerage.runlog.Condition;
import java.math.BigDecimal;

/** What tables and figures call a condition. */
public final class ConditionLabel {
  private ConditionLabel() {}

  /** Intervention, layer and coefficient; the condition's own name where it has no layer. */
  public static String of(Condition condition) {
    return condition.layer() == null
        ? condition.condition()
        : condition.intervention() + " " + place(condition);
  }

  /** The same without the intervention, for where there is one only. */
  static String place(Condition condition) {
    if (condition.layer() == null) {
      return condition.condition();
    }
    return "L" + condition.layer() + " ×" + factor(condition);
  }

  /** The coefficient alone, as short as it reads back. */
  static String factor(Condition condition) {
    return factor(condition.coefficient());
  }

  /** A coefficient, as short as it reads back. */
  public static String factor(double coefficient) {
    return new BigDecimal(Double.toString(coefficient)).stripTrailingZeros().toPlainString();
  }

  /** Intervention and layer, whatever the coefficient; the intervention where it has no layer. */
  public static String ofLayer(Condition condition) {
    return condition.layer() == null
        ? condition.intervention()
        : condition.intervention() + " L" + condition.layer();
  }

  /** Behavior, intervention where it has another name, and layer. */
  public static String steering(Condition condition) {
    String what = ofLayer(condition);
    return condition.intervention().equals(condition.behavior())
        ? what
        : condition.behavior() + " " + what;
  }

  /** A cell with {@link #steering}; CSV has behavior, intervention and layer apart as well. */
  static Cell steeringCell(Condition condition) {
    Cell cell =
        Cell.of(steering(condition))
            .with("behavior", condition.behavior())
            .with("intervention", condition.intervention());
    Integer layer = condition.layer();
    return layer == null ? cell : cell.with("layer", layer);
  }

  /** A cell with a label; CSV has the condition's coefficient and layer as well. */
  static Cell cell(String label, Condition condition) {
    Integer layer = condition.layer();
    Cell cell = Cell.of(label);
    if (!Double.isNaN(condition.coefficient())) {
      cell = cell.with("coefficient", condition.coefficient());
    }
    return layer == null ? cell : cell.with("layer", layer);
  }
}
