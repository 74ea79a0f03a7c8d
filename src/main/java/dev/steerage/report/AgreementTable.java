package dev.steerage.report;

import dev.steerage.metric.ScoreAgreement;
import dev.steerage.report.TitledTable.Note;
import java.util.List;

/** How far apart the same log-likelihoods are in two runs: one line a model. */
public final class AgreementTable {
  private static final List<Note> NOTES =
      List.of(
          new Note(
              "texts",
              "continuations × conditions that both have, without random directions; equal: those with"
                  + " the same log-likelihood to the bit"),
          new Note(
              "RMS, greatest",
              "of the differences of a continuation's log-likelihood under one condition"));

  private AgreementTable() {}

  /** The table; none where nothing is in common. */
  public static List<TitledTable> of(List<ScoreAgreement> agreements) {
    if (agreements.isEmpty()) {
      return List.of();
    }
    TextTable table =
        new TextTable(List.of("model", "against", "texts", "equal", "RMS", "greatest"));
    for (ScoreAgreement a : agreements) {
      table.add(
          List.of(
              a.model(),
              a.reference(),
              Integer.toString(a.texts()),
              Integer.toString(a.equal()),
              Digits.divergence(a.rms()),
              Digits.divergence(a.greatest())));
    }
    String unit = agreements.get(0).unit();
    return List.of(
        new TitledTable(
            "the same log-likelihoods: how far apart",
            table.table(),
            List.of("", "", "", "", unit, unit),
            2,
            NOTES));
  }
}
