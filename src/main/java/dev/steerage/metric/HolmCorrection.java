package dev.steerage.metric;

import dev.steerage.statistics.Holm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Corrects the p of a run's comparisons for their number (Holm 1979): all rows of one name are one
 * family, whatever their model and behavior. Then rows of equivalence get their verdict.
 */
final class HolmCorrection {
  private static final Map<ComparisonName, ComparisonName> DIFFERENCE_OF =
      Map.of(
          ComparisonName.SLOPE_EQUIVALENCE, ComparisonName.SLOPE_DIFFERENCE,
          ComparisonName.EFFECT_EQUIVALENCE, ComparisonName.EFFECT_DIFFERENCE);

  private HolmCorrection() {}

  static List<ComparisonResult> apply(List<ComparisonResult> results) {
    Map<ComparisonName, List<Integer>> families = new EnumMap<>(ComparisonName.class);
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).p() != null) {
        families.computeIfAbsent(results.get(i).name(), name -> new ArrayList<>()).add(i);
      }
    }
    List<ComparisonResult> corrected = new ArrayList<>(results);
    for (List<Integer> family : families.values()) {
      double[] p = new double[family.size()];
      for (int k = 0; k < p.length; k++) {
        Double one = results.get(family.get(k)).p();
        p[k] = one == null ? Double.NaN : one;
      }
      double[] holm = Holm.adjust(p);
      for (int k = 0; k < p.length; k++) {
        int i = family.get(k);
        corrected.set(i, results.get(i).withHolm(holm[k], null));
      }
    }
    corrected.replaceAll(row -> decided(row, corrected));
    return List.copyOf(corrected);
  }

  private static ComparisonResult decided(ComparisonResult row, List<ComparisonResult> all) {
    ComparisonName difference = DIFFERENCE_OF.get(row.name());
    Double equivalence = row.holm();
    if (difference == null || equivalence == null) {
      return row;
    }
    double differs =
        all.stream()
            .filter(other -> other.name() == difference && other.isAboutTheSame(row))
            .map(HolmCorrection::holm)
            .findFirst()
            .orElse(Double.NaN);
    return row.withHolm(equivalence, Verdict.of(equivalence, differs));
  }

  private static double holm(ComparisonResult row) {
    @Nullable Double holm = row.holm();
    return holm == null ? Double.NaN : holm;
  }
}
