package dev.steerage.report.page;

import dev.steerage.metric.DrawnPairs;
import dev.steerage.metric.OrderedTexts;
import dev.steerage.metric.OrderedTexts.Text;
import dev.steerage.metric.PairChanges;
import dev.steerage.report.ConditionLabel;
import dev.steerage.report.Digits;
import dev.steerage.report.page.PairNumbers.Subject;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.plotly.traces.Trace;

/**
 * The figure of arXiv 2410.17245: n = LL / z of all continuations, negatives then positives, each
 * half by the baseline's n; the band has the texts of the quartile metric at a quarter.
 */
final class LikelihoodPlot {
  private static final String SHADE = "rgba(128,128,128,.18)";

  private LikelihoodPlot() {}

  /** The figures by behavior, one a model; random directions are left out. */
  static Map<String, List<Plot>> of(PairNumbers pairs) {
    Map<Subject, List<PairChanges>> changes = pairs.changesBySubject();
    Map<String, List<Plot>> plots = new LinkedHashMap<>();
    pairs
        .orderedBySubject()
        .forEach(
            (subject, conditions) ->
                plots
                    .computeIfAbsent(subject.behavior(), b -> new ArrayList<>())
                    .add(
                        plot(
                            subject,
                            conditions,
                            PairNumbers.greatest(changes.getOrDefault(subject, List.of())))));
    return plots;
  }

  private static Plot plot(
      Subject subject, List<OrderedTexts> conditions, List<PairChanges> greatest) {
    OrderedTexts first = conditions.get(0);
    int pairs = first.pairs();
    return Plot.of(
        subject.title() + ": normalized log-likelihoods",
        "A point is one of %d continuations: n = LL / z (normalization paper, without unit), z of its condition; on the left of the dotted line the negatives of %d pairs, on the right the positives, each half by the baseline's n. %s Steering does what it is for where its points lie below the baseline's on the left, and above them on the right. Shown is the condition with the greatest change; clicking on a name in the legend shows others, or hides them.%s%s"
            .formatted(
                2 * pairs,
                pairs,
                shaded(first.quarter()),
                PairNumbers.greatestOf(conditions.size()),
                DrawnPairs.words(pairs)),
        "continuations, by the baseline's n",
        "n = LL / z",
        () -> traces(conditions, greatest));
  }

  private static List<Trace> traces(List<OrderedTexts> conditions, List<PairChanges> greatest) {
    List<Condition> shown = greatest.stream().map(PairChanges::condition).toList();
    List<Trace> traces = new ArrayList<>();
    traces.add(trace("baseline", conditions.get(0), Text::baseline, 0, Map.of()));
    for (OrderedTexts texts : conditions) {
      int place = shown.indexOf(texts.condition());
      if (place >= 0) {
        traces.add(
            trace(
                ConditionLabel.of(texts.condition()),
                texts,
                Text::steered,
                traces.size(),
                place == 0 ? Map.of() : Map.of("visible", "legendonly")));
      }
    }
    return traces;
  }

  private static String shaded(int quarter) {
    return quarter == 0
        ? "Nothing is shaded, for a quarter of so few is none."
        : "Shaded are the %d most likely negatives and the %d least likely positives, those of the quartile metric at 25 %%."
            .formatted(quarter, quarter);
  }

  private static Trace trace(
      String name,
      OrderedTexts texts,
      ToDoubleFunction<Text> value,
      int series,
      Map<String, String> visible) {
    List<Integer> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<String> pairs = new ArrayList<>();
    List<String> words = new ArrayList<>();
    List<Integer> places = DrawnPairs.places(texts.pairs());
    int before = 0;
    for (List<Text> half : List.of(texts.negatives(), texts.positives())) {
      String pole = before == 0 ? "negative" : "positive";
      for (int i = 0; i < half.size(); i++) {
        Text text = half.get(i);
        x.add(before + places.get(i) + 1);
        y.add(value.applyAsDouble(text));
        pairs.add(text.pair());
        words.add(
            "%s: n %s, baseline %s"
                .formatted(
                    pole, Digits.nats(value.applyAsDouble(text)), Digits.nats(text.baseline())));
      }
      before += texts.pairs();
    }
    Map<String, Object> spec = new LinkedHashMap<>(visible);
    spec.put("x", x);
    spec.put("y", ScriptText.numbers(y));
    spec.put("text", words);
    spec.put("marker", Palette.points(series));
    if (series == 0) {
      spec.put("meta", Map.of("layout", layout(texts)));
    }
    return new PlotTrace(name, PairPoints.spec(texts.condition().behavior(), pairs, spec));
  }

  private static Map<String, Object> layout(OrderedTexts texts) {
    double middle = texts.pairs() + 0.5;
    Map<String, Object> band =
        Map.of(
            "type",
            "rect",
            "layer",
            "below",
            "yref",
            "paper",
            "y0",
            0,
            "y1",
            1,
            "fillcolor",
            SHADE,
            "line",
            Map.of("width", 0),
            "x0",
            middle - texts.quarter(),
            "x1",
            middle + texts.quarter());
    Map<String, Object> line =
        Map.of(
            "type",
            "line",
            "layer",
            "below",
            "yref",
            "paper",
            "y0",
            0,
            "y1",
            1,
            "x0",
            middle,
            "x1",
            middle,
            "line",
            Map.of("dash", "dot", "width", 1, "color", "#888"));
    return Map.of(
        "shapes",
        List.of(band, line),
        "annotations",
        List.of(word("negatives", middle / 2), word("positives", middle * 1.5)));
  }

  private static Map<String, Object> word(String word, double x) {
    return Map.of(
        "text",
        word,
        "x",
        x,
        "xanchor",
        "center",
        "yref",
        "paper",
        "y",
        1,
        "yanchor",
        "bottom",
        "showarrow",
        false);
  }
}
