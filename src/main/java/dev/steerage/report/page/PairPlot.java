package dev.steerage.report.page;

import dev.steerage.metric.DrawnPairs;
import dev.steerage.metric.PairChanges;
import dev.steerage.metric.PairChanges.Change;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.Digits;
import dev.steerage.report.page.PairNumbers.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.plotly.traces.Trace;

/** What steering changes pair by pair, for a behavior and model. */
final class PairPlot {
  private PairPlot() {}

  /** The figures by behavior, one a model; random directions are left out. */
  static Map<String, List<Plot>> of(PairNumbers pairs) {
    Map<String, List<Plot>> plots = new LinkedHashMap<>();
    pairs
        .changesBySubject()
        .forEach(
            (subject, conditions) ->
                plots
                    .computeIfAbsent(subject.behavior(), b -> new ArrayList<>())
                    .add(plot(subject, conditions)));
    return plots;
  }

  private static Plot plot(Subject subject, List<PairChanges> conditions) {
    int pairs = conditions.get(0).pairs();
    return Plot.of(
        subject.title() + ": Δ propensity pair by pair",
        "A point is one of %d pairs: change of its propensity, steered minus baseline, in %s; each condition's pairs by that change, so that one place is not one pair. Pointing at it shows the pair with its texts, and the changes of the log-likelihoods of its positive and negative continuation.%s%s"
            .formatted(
                pairs,
                conditions.get(0).mean().unit(),
                PairNumbers.greatestOf(conditions.size()),
                DrawnPairs.words(pairs)),
        "pairs, by their change",
        "Δ propensity, " + conditions.get(0).mean().unit(),
        () -> traces(conditions));
  }

  private static List<Trace> traces(List<PairChanges> conditions) {
    List<PairChanges> greatest = PairNumbers.greatest(conditions);
    List<Trace> traces = new ArrayList<>();
    conditions.stream()
        .filter(greatest::contains)
        .forEach(changes -> traces.add(trace(changes, traces.size())));
    return traces;
  }

  private static Trace trace(PairChanges changes, int series) {
    List<Change> shown =
        changes.changes().stream().sorted(Comparator.comparingDouble(Change::propensity)).toList();
    return new PlotTrace(
        ConditionLabel.of(changes.condition()),
        PairPoints.spec(
            changes.condition().behavior(),
            shown.stream().map(Change::pair).toList(),
            Map.of(
                "x",
                DrawnPairs.places(changes.pairs()).stream().map(i -> i + 1).toList(),
                "y",
                ScriptText.numbers(shown.stream().map(Change::propensity).toList()),
                "text",
                shown.stream().map(PairPlot::words).toList(),
                "marker",
                Palette.points(series))));
  }

  private static String words(Change change) {
    return "%s = positive %s − negative %s"
        .formatted(
            Digits.change(change.propensity()),
            Digits.change(change.positive()),
            Digits.change(change.negative()));
  }
}
