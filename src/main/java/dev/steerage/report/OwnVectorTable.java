package dev.steerage.report;

import dev.steerage.metric.ComparisonName;
import dev.steerage.metric.ComparisonResult;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.runlog.Condition;
import java.util.List;
import java.util.Objects;

/** Vectors extracted on each model against the reference's: how alike, and what they do. */
public final class OwnVectorTable {
  private static final List<Note> NOTES =
      List.of(
          new Note("cosine", "of the vector extracted on this model and the reference's"),
          new Note(
              "own − ref.",
              "mean over pairs of the effect (Δ prop.) of the model's own vector − that of the"
                  + " reference's, both on this model; 95 % bootstrap over pairs"),
          new Note("p", "two-sided paired t test, corrected over all lines (Holm)"));

  private OwnVectorTable() {}

  /** One table; none where no vectors were extracted on a model that has a reference. */
  public static List<TitledTable> of(List<ComparisonResult> results) {
    List<ComparisonLines> lines =
        ComparisonLines.with(ComparisonName.OWN_VECTOR_DIFFERENCE, results);
    if (lines.isEmpty()) {
      return List.of();
    }
    TextTable table =
        new TextTable(List.of("model", "behavior", "vector", "cosine", "own − ref.", "95 %", "p"));
    String unit = "";
    for (ComparisonLines line : lines) {
      ComparisonResult difference = line.find(ComparisonName.OWN_VECTOR_DIFFERENCE).orElseThrow();
      unit = difference.unit();
      table.add(
          List.of(
              Cell.of(ComparisonLines.modelNames(lines).apply(line.model()), line.model()),
              Cell.of(line.condition().behavior()),
              ConditionLabel.cell(ConditionLabel.of(line.condition()), line.condition()),
              cosine(line.condition(), results),
              Estimate.of(difference).change(),
              Estimate.of(difference).interval(Digits::nats),
              line.p(ComparisonName.OWN_VECTOR_DIFFERENCE)));
    }
    return List.of(
        new TitledTable(
            Heading.ofAll(
                TableKind.OWN_VECTORS,
                "own vectors against those of " + lines.get(0).reference(),
                "n = %s pairs; intervals are 95 %% bootstrap over pairs"
                    .formatted(ComparisonLines.count(lines, ComparisonName.OWN_VECTOR_DIFFERENCE))),
            table,
            List.of("", "", "", "", unit, unit, "Holm"),
            3,
            NOTES));
  }

  private static Cell cosine(Condition c, List<ComparisonResult> results) {
    return results.stream()
        .filter(r -> r.name() == ComparisonName.OWN_VECTOR_COSINE)
        .filter(r -> r.condition().model().equals(c.model()))
        .filter(r -> r.condition().intervention().equals(c.intervention()))
        .filter(r -> Objects.equals(r.condition().layer(), c.layer()))
        .map(r -> Cell.number(Digits.nats(r.value()), r.value()))
        .findFirst()
        .orElse(Cell.EMPTY);
  }
}
