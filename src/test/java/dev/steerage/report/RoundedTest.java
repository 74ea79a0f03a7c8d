package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundedTest {
  private static Rounded of(double value, double low, double high) {
    return Rounded.of(value, low, high).orElseThrow();
  }

  private static Rounded around(double value, double half) {
    return of(value, value - half, value + half);
  }

  /** The first two are the examples of JCGM 100:2008, 7.2.2 and 7.2.6; the next the PDG's. */
  @ParameterizedTest
  @CsvSource({
    "100.021471,   0.000348,   100.02147 ± 0.00035",
    "10.05762,     0.02712,    10.058 ± 0.027",
    "0.827,        0.119,      0.83 ± 0.12",
    "0.022648,     0.002398,   0.0226 ± 0.0024",
    "1.2345,       0.2,        1.23 ± 0.20",
    "0.5,          0.0996,     0.50 ± 0.10",
    "0.5,          0.0994,     0.500 ± 0.099",
    "0.5,          9.96,       1 ± 10",
    "0.123456789,  0.0000012,  0.1234568 ± 0.0000012",
    "0.000021,     0.0000034,  (2.10 ± 0.34)e-05",
    "0.00004,      0.00003,    0.000040 ± 0.000030",
    "0,            0.0000001,  (0.0 ± 1.0)e-07",
    "-0.004,       0.2,        0.00 ± 0.20",
    "-0.005,       0.2,        -0.01 ± 0.20",
    "0.25,         1.5,        0.3 ± 1.5",
    "1234.5,       678,        1230 ± 680",
    "123456,       12345,      123000 ± 12000",
    "1234567,      12345,      (1.235 ± 0.012)e+06",
    "1234567.89,   0.5,        1234567.89 ± 0.50",
    "1e300,        1e299,      (1.00 ± 0.10)e+300",
    "1e-300,       1e-301,     (1.00 ± 0.10)e-300",
    "12,           3,          12.0 ± 3.0",
    "3,            1234,       0 ± 1200"
  })
  void theHalfWidthHasTwoDigitsAndTheNumberStopsThere(double value, double half, String text) {
    assertThat(around(value, half).andHalfWidth()).isEqualTo(text);
  }

  @Test
  void anIntervalNeedNotLieEvenly() {
    Rounded ratio = of(1.0182, 1.0007, 1.0349);
    assertThat(ratio.andInterval()).isEqualTo("1.018 [1.001, 1.035]");
    assertThat(ratio.interval()).isEqualTo("[1.001, 1.035]");
    assertThat(ratio.alone()).isEqualTo("1.018");
    // half of 0.95 − 0.6 is 0.175
    assertThat(of(0.94, 0.6, 0.95).andInterval()).isEqualTo("0.94 [0.60, 0.95]");
    // a bootstrap's interval may leave its number out
    assertThat(of(0.5, 0.6, 0.7).andInterval()).isEqualTo("0.500 [0.600, 0.700]");
    assertThat(of(2.1e-5, 1.8e-5, 2.5e-5).andInterval()).isEqualTo("(2.10 [1.80, 2.50])e-05");
    assertThat(of(2.1e-5, 1.8e-5, 2.5e-5).alone()).isEqualTo("2.10e-05");
    assertThat(of(2.1e-5, 1.8e-5, 2.5e-5).interval()).isEqualTo("[1.80, 2.50]e-05");
  }

  @Test
  void aChangeHasASignUnlessItIsZeroAsItIsPrinted() {
    assertThat(around(0.022648, 0.002398).changeAndHalfWidth()).isEqualTo("+0.0226 ± 0.0024");
    assertThat(around(-0.022648, 0.002398).change()).isEqualTo("-0.0226");
    assertThat(around(0.004, 0.2).change()).isEqualTo("0.00");
    assertThat(around(-0.004, 0.2).change()).isEqualTo("0.00");
    assertThat(around(-0.0, 0.2).change()).isEqualTo("0.00");
    assertThat(of(0.1, -0.0001, 0.2).interval()).isEqualTo("[0.00, 0.20]");
  }

  @Test
  void withoutAnIntervalOfSomeWidthNoDigitsAreKnown() {
    assertThat(Rounded.of(1, null, null)).isEmpty();
    assertThat(Rounded.of(1, 1.0, null)).isEmpty();
    assertThat(Rounded.of(1, 1.0, 1.0)).isEmpty();
    assertThat(Rounded.of(1, 2.0, 0.0)).isEmpty();
    assertThat(Rounded.of(0.1, 0.1, Math.nextUp(0.1))).isEmpty();
    assertThat(Rounded.of(Double.NaN, 0.0, 1.0)).isEmpty();
    assertThat(Rounded.of(1, Double.NaN, 1.0)).isEmpty();
    assertThat(Rounded.of(1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)).isEmpty();
    assertThat(Rounded.of(1, 0.0, Double.MAX_VALUE)).isPresent();
    assertThat(Rounded.of(0, 0.0, Double.MIN_VALUE)).isPresent();
  }

  @Test
  void digitsAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(around(0.022648, 0.002398).andHalfWidth()).isEqualTo("0.0226 ± 0.0024");
    } finally {
      Locale.setDefault(before);
    }
  }
}
