package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.metric.CapabilityMetrics;
import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.MetricsTable;
import dev.steerage.runlog.CapabilityFolder;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.NeutralFolder;
import dev.steerage.runlog.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code metrics.csv} says of conditions whose token files are not there, as in a run that was
 * published without them: a report of it computes the rest again, and loses nothing.
 */
final class KeptMetrics {
  private static final Set<String> OF_TOKENS =
      words(
          EnumSet.range(
              MetricName.PERPLEXITY_POSITIVE, MetricName.REFERENCE_TARGET_PROBABILITY_RMS));
  private static final Set<String> OF_NEUTRAL_TEXT =
      words(
          EnumSet.range(
              MetricName.NEUTRAL_PERPLEXITY, MetricName.NEUTRAL_REFERENCE_TARGET_PROBABILITY_RMS));

  private KeptMetrics() {}

  /**
   * The rows, in the file's order; none where all files are there.
   *
   * @param conditions that have scores
   * @throws InputException if the file is needed and broken
   */
  static List<MetricResult> of(RunFolder run, List<Condition> conditions) {
    Path file = run.folder().resolve("metrics.csv");
    NeutralFolder neutral = new NeutralFolder(run);
    CapabilityFolder capability = new CapabilityFolder(run);
    Set<Condition> withoutTokens =
        conditions.stream().filter(c -> !run.holds(c, 0)).collect(Collectors.toSet());
    Set<Condition> withoutNeutral =
        conditions.stream().filter(c -> !neutral.holds(c)).collect(Collectors.toSet());
    if (withoutTokens.isEmpty() || !Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      return MetricsTable.read(file).stream()
          .filter(
              r ->
                  (OF_TOKENS.contains(r.metric()) && withoutTokens.contains(r.condition()))
                      || (r.metric().startsWith(CapabilityMetrics.PREFIX)
                          && !capability.holds(r.condition()))
                      || (OF_NEUTRAL_TEXT.contains(r.metric())
                          && withoutNeutral.contains(r.condition())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  private static Set<String> words(Set<MetricName> names) {
    return names.stream().map(MetricName::word).collect(Collectors.toSet());
  }
}
