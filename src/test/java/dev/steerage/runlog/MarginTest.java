package dev.steerage.runlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarginTest {
  @Test
  void aShareIsOfTheSizeOfTheEffect() {
    assertThat(Margin.parse("7%")).isEqualTo(new Margin(0.07, true)).hasToString("7%");
    assertThat(Margin.TENTH.of(-0.5)).isEqualTo(0.05);
    assertThat(Margin.parse(" 0.020 ").of(-0.5)).isEqualTo(0.02);
    assertThat(Margin.parse("0.020")).hasToString("0.02");
    assertThat(Margin.parse(Margin.parse("12.5 %").toString())).isEqualTo(new Margin(0.125, true));
  }

  @ValueSource(strings = {"", "%", "ten", "-1", "0", "0%", "NaN", "1e999", "10%%"})
  @ParameterizedTest
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> Margin.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("give ");
  }
}
