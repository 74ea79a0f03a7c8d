package dev.steerage.metric;

import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.ScoreRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far apart the log-likelihoods of the same continuations under the same conditions are, on a
 * model and on its reference; random directions are left out.
 *
 * @param model name of the model
 * @param reference name of its reference
 * @param texts continuations × conditions that both have
 * @param equal how many of those have the same number to the bit
 * @param rms root mean square of the differences, in {@code unit}
 * @param greatest size of the greatest difference, in {@code unit}
 * @param unit of the log-likelihoods
 */
public record ScoreAgreement(
    String model,
    String reference,
    int texts,
    int equal,
    double rms,
    double greatest,
    String unit) {

  private record Text(Condition condition, String pair, Pole pole) {}

  /**
   * One for each model that has continuations in common with its reference, in the order of the
   * rows.
   *
   * @param references name of the reference by model
   */
  public static List<ScoreAgreement> of(
      List<ScoreRow> rows, Aggregation aggregation, Map<String, String> references) {
    Map<Text, Double> known = new HashMap<>();
    for (ScoreRow row : rows) {
      if (references.containsValue(row.condition().model())) {
        known.put(
            new Text(row.condition(), row.pair(), row.pole()),
            PairScoresReader.value(row, aggregation));
      }
    }
    Map<String, List<Double>> differences = new LinkedHashMap<>();
    for (ScoreRow row : rows) {
      Condition condition = row.condition();
      String reference = references.get(condition.model());
      if (reference != null && !condition.isRandomDirection()) {
        Double other = known.get(new Text(condition.on(reference), row.pair(), row.pole()));
        if (other != null) {
          differences
              .computeIfAbsent(condition.model(), m -> new ArrayList<>())
              .add(PairScoresReader.value(row, aggregation) - other);
        }
      }
    }
    List<ScoreAgreement> all = new ArrayList<>();
    differences.forEach(
        (model, of) ->
            all.add(of(model, references.getOrDefault(model, ""), of, aggregation.unit())));
    return all;
  }

  private static ScoreAgreement of(
      String model, String reference, List<Double> differences, String unit) {
    double squares = differences.stream().mapToDouble(d -> d * d).sum();
    return new ScoreAgreement(
        model,
        reference,
        differences.size(),
        (int) differences.stream().filter(d -> d == 0).count(),
        Math.sqrt(squares / differences.size()),
        differences.stream().mapToDouble(Math::abs).max().orElse(0),
        unit);
  }
}
