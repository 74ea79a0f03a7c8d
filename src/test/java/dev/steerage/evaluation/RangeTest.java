package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.steerage.InputException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges of coefficients and layers. */
class RangeTest {
  private static List<String> words(String text) {
    return Arrays.stream(text.split(" ")).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "-2..2:0.5, -2.0 -1.5 -1.0 -0.5 0.5 1.0 1.5 2.0",
    "2..-2:1, 2.0 1.0 -1.0 -2.0",
    "-3..-1, -3.0 -2.0 -1.0",
    "0..0.7:0.1, 0.1 0.2 0.3 0.4 0.5 0.6 0.7",
    "+1.5..1.5:9, 1.5",
    "1e-3..3e-3:1e-3, 0.001 0.002 0.003",
    "0.05..0.15:0.05, 0.05 0.1 0.15",
    "4, 4.0",
    "0, 0.0"
  })
  void factorsAreExactAndARangeHasNoZero(String text, String values) {
    assertThat(FactorRange.parse(text).values())
        .containsExactlyElementsOf(words(values).stream().map(Double::valueOf).toList());
  }

  @ParameterizedTest
  @CsvSource({"1..5, 1 2 3 4 5", "1..5:2, 1 3 5", "5..0:5, 5 0", "13, 13", "-1, -1", "3..3, 3"})
  void layersAreWholeNumbersWith0AmongThem(String text, String values) {
    assertThat(LayerRange.parse(text).values())
        .containsExactlyElementsOf(words(values).stream().map(Integer::valueOf).toList());
  }

  @Test
  void aThousandValuesAreTheMost() {
    assertThat(FactorRange.parse("1..1000").values()).hasSize(1000);
    assertThat(LayerRange.parse("0..999").values()).hasSize(1000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0..2:0|has the step 0; give one above 0",
        "2..0:-1|has the step -1; give one above 0, also downwards",
        "0..1:0.3|does not reach its end in steps of 0.3: the last value before it is 0.9; end it there",
        "1..-1:0.75|the last value before it is -0.5;",
        "1..1001|has more than 1000 values; give a greater step",
        "0..1e99:1e-99|has more than 1000 values",
        "0..1e999:1|is no range; write it FROM..TO:STEP",
        "1..|is no range",
        "..2|is no range",
        "1...5|is no range",
        "1..2..3|is no range",
        "1..2:|is no range",
        "1..2:x|is no range",
        "1..2:0.5:0.5|is no range",
        "a..b|is no range",
        "NaN..1|is no range",
        "one|is neither a number nor a range"
      })
  void whatIsNoRangeOfFactorsIsNamed(String text, String words) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> FactorRange.parse(text))
        .withMessageStartingWith("'" + text + "' ")
        .withMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({
    "1..2:0.5, is no whole number or range of them",
    "0.5..2.5, is no whole number",
    "1.0, is no whole number",
    "two, is no whole number",
    "3e9..3000000001, is no whole number",
    "1..5:3, does not reach its end"
  })
  void whatIsNoRangeOfLayersIsNamed(String text, String words) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> LayerRange.parse(text))
        .withMessageStartingWith("'" + text + "' ")
        .withMessageContaining(words);
  }
}
