package dev.steerage.report.figure;

import dev.steerage.metric.ComparisonName;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.metric.Verdict;
import dev.steerage.runlog.Margin;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jfree.data.Range;

/** What the lines of a forest plot of slope ratios say. */
final class RatioLines {
  private RatioLines() {}

  /** The verdict about the same slope. */
  static Verdict verdict(ComparisonResult ratio, List<ComparisonResult> results) {
    return results.stream()
        .filter(r -> r.name() == ComparisonName.SLOPE_EQUIVALENCE)
        .filter(
            r -> r.condition().equals(ratio.condition()) && r.reference().equals(ratio.reference()))
        .map(ComparisonResult::verdict)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a slope ratio without a verdict"));
  }

  /** A sentence on slopes that have no ratio; empty where all have one. */
  static String without(List<ComparisonResult> results) {
    long slopes = results.stream().filter(r -> r.name() == ComparisonName.SLOPE).count();
    long ratios = results.stream().filter(r -> r.name() == ComparisonName.SLOPE_RATIO).count();
    return slopes == ratios
        ? ""
        : " Of all slopes of the run %d have no ratio, as that of the reference is not shown to differ from 0."
            .formatted(slopes - ratios);
  }

  /** From the least to the most that is to be seen, 1 and a relative margin among it. */
  static Range range(List<ComparisonResult> ratios, Margin margin) {
    double share = margin.isShare() ? margin.value() : 0;
    return PanelPlot.range(
        DoubleStream.concat(
            DoubleStream.of(1 - share, 1 + share),
            ratios.stream()
                .flatMapToDouble(
                    r -> {
                      Double low = r.low();
                      Double high = r.high();
                      return low == null || high == null
                          ? DoubleStream.of(r.value())
                          : DoubleStream.of(low, r.value(), high);
                    })),
        0.04,
        0.04);
  }
}
