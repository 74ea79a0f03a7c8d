package dev.steerage.report;

import dev.steerage.metric.JudgedCorrelation;
import dev.steerage.metric.JudgedCorrelation.Measure;
import dev.steerage.metric.JudgedTexts;
import dev.steerage.report.TitledTable.Note;
import dev.steerage.statistics.Correlation;
import dev.steerage.statistics.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether ratings and likelihoods say the same of prompts: one line a condition and measure. */
public final class JudgedCorrelationTable {
  private static final List<String> NAMES =
      List.of("model", "condition", "with", "r", "95 %", "p", "ρ", "p of ρ", "n");
  private static final List<String> UNITS = List.of("", "", "", "", "", "", "", "", "texts");

  private JudgedCorrelationTable() {}

  /** One table; none without correlations. */
  public static List<TitledTable> of(JudgedTexts texts, List<JudgedCorrelation> correlations) {
    if (correlations.isEmpty()) {
      return List.of();
    }
    TextTable table = new TextTable(NAMES);
    correlations.forEach(c -> table.add(cells(c)));
    return List.of(
        new TitledTable(
            new Heading(
                texts.behavior(),
                "judged-correlation",
                texts.behavior() + ": do judge and likelihoods agree?",
                "over texts; intervals are 95 % by Fisher's z"),
            table,
            UNITS,
            3,
            List.of(
                new Note(
                    "with",
                    "what Δ concept of a text is held against: the change, steered − baseline, of the"
                        + " propensity (Δ prop.) or of LL(positive) (Δ pos.) of the pairs with its prompt"),
                new Note("r, 95 %, p", "Pearson's correlation over texts, two-sided p"),
                new Note("ρ, p of ρ", "Spearman's, of the ranks"))));
  }

  private static List<Cell> cells(JudgedCorrelation of) {
    String behavior = of.condition().behavior();
    return List.of(
        Cell.of(of.condition().model() + ", " + behavior),
        Cell.of(of.condition().condition()),
        Cell.of(of.measure() == Measure.PROPENSITY ? "Δ prop." : "Δ pos."),
        value(of.pearson()),
        interval(of.pearson()),
        p(of.pearson()),
        value(of.spearman()),
        p(of.spearman()),
        Cell.of("" + of.items(), of.items()));
  }

  private static Cell value(@Nullable Correlation of) {
    return of == null ? Cell.EMPTY : estimate(of).alone(Digits::share);
  }

  private static Cell interval(@Nullable Correlation of) {
    return of == null ? Cell.EMPTY : estimate(of).interval(Digits::share);
  }

  private static Cell p(@Nullable Correlation of) {
    return of == null ? Cell.EMPTY : Cell.number(Digits.p(of.pValue()), of.pValue());
  }

  private static Estimate estimate(Correlation of) {
    Interval interval = of.interval();
    return new Estimate(
        of.value(),
        interval == null ? null : interval.low(),
        interval == null ? null : interval.high());
  }
}
