package dev.steerage.evaluation;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the logits of a pass.
 *
 * @param baseline what the distributions are compared with; null for nothing
 * @param reference likewise, of another model
 * @param sinks get them
 */
record LogitUse(
    @Nullable LogitSource baseline, @Nullable LogitSource reference, List<RowSink> sinks) {
  /** Nothing but the targets' logprobs is wanted of them. */
  static final LogitUse NONE = new LogitUse(null, null, List.of());

  Stream<LogitSource> sources() {
    return Stream.of(baseline, reference).filter(Objects::nonNull);
  }
}
