package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.evaluation.ExtractionResult;
import dev.steerage.evaluation.ExtractionSpec;
import dev.steerage.evaluation.VectorTarget;
import dev.steerage.report.LayerTable;
import dev.steerage.report.MetricsReport;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.vector.DirectionMethod.Length;
import java.util.ArrayList;
import java.util.List;

/** What an extraction gave, as a table. */
final class ExtractionText {
  private ExtractionText() {}

  static MetricsReport of(ExtractionSpec spec, VectorTarget target, ExtractionResult result) {
    int recommended = result.recommended().orElse(-1);
    List<LayerTable.Row> rows =
        result.layers().stream()
            .map(
                layer ->
                    new LayerTable.Row(
                        layer.layer(),
                        layer.layer() == recommended,
                        layer.norm(),
                        layer.separation().dPrime(),
                        layer.separation().right(),
                        layer.separation().pairs()))
            .toList();
    return new LayerTable(
            result.model(),
            result.source(),
            InputFile.name(target.file()),
            notes(spec, result),
            rows)
        .report(List.of());
  }

  private static List<Note> notes(ExtractionSpec spec, ExtractionResult result) {
    List<Note> notes = new ArrayList<>();
    notes.add(
        new Note(
            "vectors",
            "%s of %d pairs' residuals, tokens: %s; layer: the 0-based block whose output it is"
                .formatted(spec.method(), result.pairs(), result.position())));
    notes.add(
        new Note(
            "norm",
            spec.length() == Length.UNIT
                ? "1 by --length unit"
                : "of the vector; coefficient 1 is the step from the negatives' mean to the positives' along it"));
    if (result.heldOut() > 0) {
      notes.add(
          new Note(
              "d', right side",
              "on the %d pairs that were held out (every %d.): distance of the poles' projections in standard deviations; share of pairs whose positive lies further along the vector, with Wilson's interval"
                  .formatted(result.heldOut(), spec.heldOut())));
    }
    result
        .recommended()
        .ifPresent(
            layer ->
                notes.add(
                    new Note(
                        "*", "layer %d is recommended: it has the greatest d'".formatted(layer))));
    return notes;
  }
}
