package dev.steerage.report;

import dev.steerage.metric.CapabilityMetrics;
import dev.steerage.metric.MetricName;
import dev.steerage.metric.MetricResult;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tech.tablesaw.table.TableSlice;

/**
 * What interventions do to what a model can do: one table a set of questions, one line a model and
 * condition, in the normalization whose rows come first.
 */
final class CapabilityTable {
  private static final List<String> NAMES =
      List.of("model", "condition", "accuracy", "low", "high", "change", "flips", "p");
  private static final List<String> UNITS =
      List.of("", "", "share", "", "", "share", "questions", "");
  private static final List<String> MASS = List.of("true mass", "Δ true mass");

  private static final List<Note> NOTES =
      List.of(
          new Note(
              "letter, text",
              "choices are compared by the log-likelihood of their letter, or of their text, in all,"
                  + " per token or per byte"),
          new Note(
              "accuracy",
              "share of questions whose right choice is likelier than every wrong one; a tie is"
                  + " wrong; low and high are the ends of Wilson's 95 % interval"),
          new Note(
              "change, flips, p",
              "accuracy steered minus baseline on the same questions, ± the half-width of the 95 %"
                  + " t-interval; +to right/-to wrong; p of McNemar's exact test"));
  private static final Note MASS_NOTE =
      new Note(
          "true mass",
          "share of all true choices in the probability of all choices (TruthfulQA's MC2), mean over"
              + " questions");

  private final String normalization;
  private final boolean hasMass;

  private CapabilityTable(String normalization, boolean hasMass) {
    this.normalization = normalization;
    this.hasMass = hasMass;
  }

  /** Tables of the sets. */
  static List<TitledTable> of(List<MetricResult> results) {
    List<MetricResult> own =
        results.stream().filter(r -> r.metric().startsWith(CapabilityMetrics.PREFIX)).toList();
    Map<String, String> first = new LinkedHashMap<>();
    own.forEach(r -> first.putIfAbsent(r.condition().behavior(), r.normalization()));
    List<TitledTable> tables = new ArrayList<>();
    for (TableSlice set : MetricsTable.of(own).splitOn("behavior")) {
      List<ConditionMetrics> conditions = ConditionMetrics.ofAny(set.asTable());
      String name = conditions.get(0).condition().behavior();
      boolean hasMass = conditions.stream().anyMatch(c -> mass(c).isPresent());
      tables.add(
          new CapabilityTable(first.getOrDefault(name, ""), hasMass).table(name, conditions));
    }
    return tables;
  }

  private static Optional<MetricResult> mass(ConditionMetrics metrics) {
    return find(metrics, MetricName.CAPABILITY_TRUE_MASS);
  }

  /** Of sums of logprobs, whatever else is shown. */
  private static Optional<MetricResult> find(ConditionMetrics metrics, MetricName name) {
    return metrics.find(name).or(() -> metrics.find(name, CapabilityMetrics.LETTER));
  }

  private TitledTable table(String set, List<ConditionMetrics> conditions) {
    List<String> vectors = SummaryTable.interventions(conditions);
    Function<Condition, Cell> labels = TextTable.labels(vectors);
    TextTable table = new TextTable(joined(NAMES, MASS));
    for (ConditionMetrics condition : conditions) {
      table.add(cells(condition, labels.apply(condition.condition())));
    }
    return new TitledTable(
        Heading.of(
            set,
            TableKind.CAPABILITY,
            "capability, %d questions, %s%s"
                .formatted(count(conditions), answers(), SummaryTable.vector(vectors)),
            "low and high are the ends of Wilson's 95 % interval; ± is the half-width of the 95 % t-interval over questions"),
        table,
        joined(UNITS, List.of("share", "share")),
        2,
        hasMass ? joined(NOTES, List.of(MASS_NOTE)) : NOTES);
  }

  private <T> List<T> joined(List<T> always, List<T> withMass) {
    List<T> all = new ArrayList<>(always);
    if (hasMass) {
      all.addAll(withMass);
    }
    return all;
  }

  private int count(List<ConditionMetrics> conditions) {
    return conditions.stream()
        .flatMap(c -> c.find(MetricName.CAPABILITY_ACCURACY, normalization).stream())
        .mapToInt(MetricResult::n)
        .max()
        .orElse(0);
  }

  /** Which answers are compared, and by what. */
  private String answers() {
    return switch (normalization) {
      case CapabilityMetrics.LETTER -> "letter";
      case "none" -> "text";
      case "tokens" -> "text per token";
      default -> "text per byte";
    };
  }

  private List<Cell> cells(ConditionMetrics metrics, Cell label) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(metrics.condition().model()));
    cells.add(label);
    MetricName accuracy = MetricName.CAPABILITY_ACCURACY;
    cells.add(cell(metrics, accuracy, e -> e.alone(Digits::share)));
    cells.add(cell(metrics, accuracy, e -> e.lowEnd(Digits::share)));
    cells.add(cell(metrics, accuracy, e -> e.highEnd(Digits::share)));
    cells.add(cell(metrics, MetricName.CAPABILITY_ACCURACY_CHANGE, Estimate::changeAndHalfWidth));
    cells.add(
        Cell.flips(
            value(metrics, MetricName.CAPABILITY_FLIPS_TO_CORRECT),
            value(metrics, MetricName.CAPABILITY_FLIPS_TO_WRONG)));
    cells.add(
        value(metrics, MetricName.CAPABILITY_MCNEMAR_P)
            .map(p -> Cell.number(Digits.p(p), p))
            .orElse(Cell.EMPTY));
    cells.add(
        mass(metrics).map(r -> Estimate.of(r).andHalfWidth(Digits::share)).orElse(Cell.EMPTY));
    cells.add(
        find(metrics, MetricName.CAPABILITY_TRUE_MASS_CHANGE)
            .map(r -> Estimate.of(r).changeAndHalfWidth())
            .orElse(Cell.EMPTY));
    return cells.subList(0, joined(NAMES, MASS).size());
  }

  private Optional<Double> value(ConditionMetrics metrics, MetricName name) {
    return metrics.find(name, normalization).map(MetricResult::value);
  }

  private Cell cell(ConditionMetrics metrics, MetricName name, Function<Estimate, Cell> digits) {
    return metrics.find(name, normalization).map(Estimate::of).map(digits).orElse(Cell.EMPTY);
  }
}
