package dev.steerage.evaluation;

import org.jspecify.annotations.Nullable;

/** Another model's logits on the same neutral text, which a model's are compared with as well. */
@FunctionalInterface
interface NeutralReference {
  /** No other model. */
  NeutralReference NONE = pass -> null;

  /** Rows of that model under the same conditions, [scored tokens]; null where there are none. */
  @Nullable LogitSource of(NeutralPass pass);
}
