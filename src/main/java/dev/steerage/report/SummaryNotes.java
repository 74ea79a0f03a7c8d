package dev.steerage.report;

import dev.steerage.metric.Normalization;
import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.List;

/** What the columns of a {@link SummaryTable} mean. */
final class SummaryNotes {
  /** For tables with vectors in them. */
  static final Note PLACE =
      new Note(
          "L2 ×-1",
          "the vector, times -1 (in its scale), is added to the output of block 2 (from 0)");

  private SummaryNotes() {}

  static List<Note> of(String nats, Normalization normalization) {
    List<Note> notes = new ArrayList<>();
    notes.add(
        new Note(
            "Δ",
            "steered minus baseline, mean over pairs, in "
                + nats
                + "; ± half-width of the 95 % t-interval over pairs"));
    notes.add(
        new Note(
            "positive, negative",
            "log-likelihood of the continuation that shows the behavior, and of the one that does"
                + " not"));
    notes.add(
        new Note("prop.", "propensity, log-likelihood of positive minus negative, in " + nats));
    notes.add(
        new Note(
            "choice",
            "share of pairs with a propensity above 0; flips: pairs whose choice changed, +to"
                + " positive/-to negative"));
    notes.add(new Note("q25 pos, q25 neg", quartile(nats, normalization)));
    if (normalization != Normalization.NONE) {
      notes.add(
          new Note(
              "z",
              "what that condition's log-likelihoods are divided by, in "
                  + nats
                  + ": "
                  + z(normalization)));
    }
    return notes;
  }

  private static String quartile(String nats, Normalization normalization) {
    String unit = normalization == Normalization.NONE ? nats : "in units of z";
    return "quartile metric of arXiv 2410.17245, normalization "
        + normalization
        + ", "
        + unit
        + ": rise of the quarter of positives that the baseline finds least likely, fall of the"
        + " quarter of negatives that it finds most likely; above 0 is what steering is for";
  }

  private static String z(Normalization normalization) {
    return normalization == Normalization.PAPER
        ? "-(max negative + min positive)/2"
        : "-max of all";
  }
}
