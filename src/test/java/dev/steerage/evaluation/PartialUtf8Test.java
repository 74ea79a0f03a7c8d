package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialUtf8Test {
  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "数", "🙂"})
  void aLastCharacterThatLacksBytesIsDropped(String character) {
    byte[] bytes = ("né " + character).getBytes(StandardCharsets.UTF_8);
    int whole = "né ".getBytes(StandardCharsets.UTF_8).length;
    for (int length = whole; length < bytes.length; length++) {
      assertThat(PartialUtf8.text(Arrays.copyOf(bytes, length))).isEqualTo("né ");
    }
    assertThat(PartialUtf8.text(bytes)).isEqualTo("né " + character);
  }

  @Test
  void otherBytesAreReplaced() {
    assertThat(PartialUtf8.text(new byte[] {(byte) 0xff, 'a'})).isEqualTo("\uFFFDa");
    assertThat(PartialUtf8.text(new byte[] {'a', (byte) 0x80})).isEqualTo("a\uFFFD");
    assertThat(PartialUtf8.text(new byte[] {(byte) 0x80, (byte) 0x80})).hasSize(2);
    assertThat(PartialUtf8.text(new byte[0])).isEmpty();
  }
}
