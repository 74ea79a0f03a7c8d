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
              Cell.of(a.model()),
              Cell.of(a.reference()),
              Cell.of(Integer.toString(a.texts()), a.texts()),
              Cell.of(Integer.toString(a.equal()), a.equal()),
              Cell.number(Digits.divergence(a.rms()), a.rms()),
              Cell.number(Digits.divergence(a.greatest()), a.greatest())));
    }
    String unit = agreements.get(0).unit();
    return List.of(
        new TitledTable(
            Heading.ofAll(
                TableKind.AGREEMENT,
                "the same log-likelihoods: how far apart",
                "Differences, without intervals"),
            table,
            List.of("", "", "", "", unit, unit),
            2,
            NOTES));
  }
}
