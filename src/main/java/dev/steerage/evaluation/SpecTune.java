package dev.steerage.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.steerage.runlog.CostBudget;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a tune in a spec file.
 *
 * @param klBudget in nats a token
 * @param perplexityBudget in per cent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SpecTune(@Nullable Double klBudget, @Nullable Double perplexityBudget) {
  /** The keys of a budget; null for none. */
  static @Nullable SpecTune of(@Nullable CostBudget budget) {
    return budget == null
        ? null
        : new SpecTune(
            budget.valueOf(CostBudget.Kind.KL), budget.valueOf(CostBudget.Kind.PERPLEXITY));
  }

  /** The budget that keys mean; null for none. */
  static @Nullable CostBudget budget(@Nullable SpecTune keys) {
    return keys == null ? null : CostBudget.of(keys.klBudget, keys.perplexityBudget);
  }
}
