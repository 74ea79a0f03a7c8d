package dev.steerage.report;

import dev.steerage.metric.MetricResult;
import dev.steerage.metric.Normalization;
import dev.steerage.report.TitledTable.Note;
import java.util.ArrayList;
import java.util.List;

/**
 * Metrics together with the tables that show them.
 *
 * @param results the long form, for csv and json
 * @param tables the short form, for table, md and tex
 * @param warnings sentences to read before the numbers
 */
public record MetricsReport(
    List<MetricResult> results, List<TitledTable> tables, List<String> warnings) {

  public MetricsReport {
    results = List.copyOf(results);
    tables = List.copyOf(tables);
    warnings = List.copyOf(warnings);
  }

  /** A report with a summary a behavior. */
  public static MetricsReport summary(
      List<MetricResult> results, Normalization normalization, List<String> warnings) {
    return new MetricsReport(results, SummaryTable.of(results, normalization), warnings);
  }

  /** The same with the quartile metric at every fraction behind the other tables. */
  public MetricsReport withQuartiles(List<Normalization> normalizations) {
    return before(QuartileTable.of(results, normalizations));
  }

  /** The same with what vectors add, and how random directions compare, behind the other tables. */
  public MetricsReport withStrengths() {
    return before(StrengthTable.of(results));
  }

  /** The same with slopes over the coefficients, and the best of them, behind the other tables. */
  public MetricsReport withSteerability() {
    return before(SteerabilityTable.of(results));
  }

  /** The same with what happens to a neutral text behind the other tables. */
  public MetricsReport withSideEffects() {
    return before(SideEffectTable.of(results));
  }

  /** The same with how sets of questions are answered behind the other tables. */
  public MetricsReport withCapabilities() {
    return before(CapabilityTable.of(results));
  }

  /** The same with how far whole distributions move behind the other tables. */
  public MetricsReport withDivergences() {
    return before(DivergenceTable.of(results));
  }

  /** The same with other tables behind these. */
  public MetricsReport before(List<TitledTable> others) {
    List<TitledTable> all = new ArrayList<>(tables);
    all.addAll(others);
    return new MetricsReport(results, all, warnings);
  }

  /** The same with other tables before these. */
  public MetricsReport after(List<TitledTable> others) {
    List<TitledTable> all = new ArrayList<>(others);
    all.addAll(tables);
    return new MetricsReport(results, all, warnings);
  }

  /** The same with the warnings below the summaries, where whoever reads the numbers sees them. */
  public MetricsReport withWarnings() {
    if (warnings.isEmpty() || tables.isEmpty()) {
      return this;
    }
    List<Note> notes = tables.get(0).notes();
    return new MetricsReport(
        results,
        tables.stream().map(t -> t.notes().equals(notes) ? warned(t) : t).toList(),
        warnings);
  }

  private TitledTable warned(TitledTable table) {
    TitledTable warned = table;
    for (int i = warnings.size() - 1; i >= 0; i--) {
      warned = warned.withNote(new Note("warning", warnings.get(i)));
    }
    return warned;
  }

  /** The same with a note on a word below the first table. */
  public MetricsReport withNote(String term, String text) {
    List<TitledTable> all = new ArrayList<>(tables);
    if (!all.isEmpty()) {
      all.set(0, all.get(0).withNote(new Note(term, text)));
    }
    return new MetricsReport(results, all, warnings);
  }
}
