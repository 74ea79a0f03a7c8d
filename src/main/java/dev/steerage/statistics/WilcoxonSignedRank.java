package dev.steerage.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.inference.ContinuityCorrection;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * Wilcoxon's signed-rank test (Wilcoxon 1945) that differences lie symmetrically around 0,
 * two-sided.
 *
 * <p>Zeros are dropped before ranking (Wilcoxon's way; Commons Statistics by itself ranks them with
 * the others) and equal sizes share their mean rank. p is exact for at most {@value #EXACT_LIMIT}
 * differences without zeros and ties, else from the normal approximation with the correction for
 * ties and without continuity correction: {@code scipy.stats.wilcoxon(zero_method='wilcox',
 * correction=False)} with {@code method='exact'} and {@code 'asymptotic'}. SciPy's {@code 'auto'}
 * differs for at most 13 differences with ties or zeros, where it permutes signs.
 *
 * @param positiveRanks W+, the sum of the ranks of |x| over x above 0
 * @param n differences that are not 0
 * @param pValue 1 where all are 0
 */
public record WilcoxonSignedRank(double positiveRanks, int n, double pValue) {
  /** With more differences p is approximate. */
  private static final int EXACT_LIMIT = 50;

  /** Tests differences, none of them NaN. */
  public static WilcoxonSignedRank of(double[] differences) {
    double[] others = Arrays.stream(differences).filter(x -> x != 0).toArray();
    if (others.length == 0) {
      return new WilcoxonSignedRank(0, 0, 1);
    }
    boolean exact = others.length == differences.length && others.length <= EXACT_LIMIT;
    WilcoxonSignedRankTest.Result result =
        WilcoxonSignedRankTest.withDefaults()
            .with(ContinuityCorrection.DISABLED)
            // with ties the library falls back to the approximation
            .with(exact ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC)
            .test(others);
    return new WilcoxonSignedRank(result.getStatistic(), others.length, result.getPValue());
  }
}
