package dev.steerage.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TenthsTest {
  @Test
  void numbersAreWrittenAsJavasFormatWritesThem() {
    DecimalFormat expected = new DecimalFormat("#0.#", DecimalFormatSymbols.getInstance(Locale.US));
    Tenths tenths = new Tenths();
    Random random = new Random(1);
    DoubleStream anywhere = random.doubles(20_000, -1000, 1000);
    DoubleStream ties = random.ints(20_000, -20_000, 20_000).mapToDouble(i -> i / 20.0);
    DoubleStream special =
        DoubleStream.of(0, -0.0, 0.04, -0.04, 0.05, 1e5, 99_999.95, 1e9, -1e12, 0.1, 7);
    DoubleStream.concat(DoubleStream.concat(anywhere, ties), special)
        .forEach(
            number ->
                assertThat(tenths.format(number))
                    .as(String.valueOf(number))
                    .isEqualTo(expected.format(number)));
  }
}
