package dev.steerage.report.page;

import dev.steerage.metric.PairChanges;
import dev.steerage.metric.PairChanges.Change;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.Digits;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.traces.Trace;

/** What steering changes pair by pair, for a behavior and model. */
final class PairPlot {
  /** More could not be told apart. */
  private static final int MOST_CONDITIONS = 6;

  private PairPlot() {}

  private record Subject(String behavior, String model) {}

  /** The figures by behavior, one a model; random directions are left out. */
  static Map<String, List<Plot>> of(List<PairChanges> all) {
    Map<Subject, List<PairChanges>> subjects = new LinkedHashMap<>();
    for (PairChanges changes : all) {
      Condition c = changes.condition();
      if (!c.isRandomDirection()) {
        subjects
            .computeIfAbsent(new Subject(c.behavior(), c.model()), s -> new ArrayList<>())
            .add(changes);
      }
    }
    Map<String, List<Plot>> plots = new LinkedHashMap<>();
    subjects.forEach(
        (subject, conditions) ->
            plots
                .computeIfAbsent(subject.behavior, b -> new ArrayList<>())
                .add(plot(subject, conditions)));
    return plots;
  }

  private static Plot plot(Subject subject, List<PairChanges> conditions) {
    List<PairChanges> greatest =
        conditions.stream()
            .sorted(Comparator.comparingDouble(c -> -Math.abs(c.mean().value())))
            .limit(MOST_CONDITIONS)
            .toList();
    List<Trace> traces = new ArrayList<>();
    conditions.stream()
        .filter(greatest::contains)
        .forEach(changes -> traces.add(trace(changes, traces.size())));
    String which =
        conditions.size() > greatest.size()
            ? " Of %d conditions these are the %d with the greatest mean change."
                .formatted(conditions.size(), greatest.size())
            : "";
    String unit = conditions.get(0).mean().unit();
    return Plot.of(
        subject.behavior + ", " + subject.model + ": Δ propensity pair by pair",
        "A point is one of %d pairs: change of its propensity, steered minus baseline, in %s; each condition's pairs by that change, so that one place is not one pair. Pointing at it names the pair and the changes of the log-likelihoods of its positive and negative continuation.%s"
            .formatted(conditions.get(0).changes().size(), unit, which),
        "pairs, by their change",
        "Δ propensity, " + unit,
        traces);
  }

  private static Trace trace(PairChanges changes, int series) {
    List<Change> sorted =
        changes.changes().stream().sorted(Comparator.comparingDouble(Change::propensity)).toList();
    return new PlotTrace(
        ConditionLabel.of(changes.condition()),
        Map.of(
            "type",
            "scatter",
            "mode",
            "markers",
            "x",
            IntStream.rangeClosed(1, sorted.size()).boxed().toList(),
            "y",
            ScriptText.numbers(sorted.stream().map(Change::propensity).toList()),
            "text",
            sorted.stream().map(PairPlot::words).toList(),
            "hovertemplate",
            "%{text}",
            "marker",
            Palette.points(series)));
  }

  private static String words(Change change) {
    return "%s: %s = positive %s − negative %s"
        .formatted(
            ScriptText.plotted(change.pair()),
            Digits.change(change.propensity()),
            Digits.change(change.positive()),
            Digits.change(change.negative()));
  }
}
