package dev.steerage.report;

import dev.steerage.metric.ComparisonResult;
import java.util.Collection;
import java.util.function.UnaryOperator;

/** What tables and figures call models that are compared with a reference. */
public final class ModelNames {
  private ModelNames() {}

  /**
   * A model's name without what it has in common with its reference's, which a title names; the
   * whole name where not all have one reference and begin with its name.
   *
   * @param results about all of the models
   */
  public static UnaryOperator<String> shortened(Collection<ComparisonResult> results) {
    String reference = results.iterator().next().reference();
    String start = reference + "-";
    boolean isCommon =
        results.stream()
            .allMatch(
                r -> r.reference().equals(reference) && r.condition().model().startsWith(start));
    return isCommon ? model -> model.substring(start.length()) : model -> model;
  }
}
