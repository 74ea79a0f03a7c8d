package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Bidi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
  @ParameterizedTest
  @CsvSource({
    "a\u202eb, a<U+202E>b",
    "a\u202eb\u202cc, a\u202eb\u202cc",
    "\u202a\u202bx\u202c, <U+202A>\u202bx\u202c",
    "\u2067\u202ex\u2069y, \u2067\u202ex\u2069y",
    "\u202e\u2067x\u202c\u2069y, <U+202E>\u2067x\u202c\u2069y",
    "\u2066\u2067x\u2069, <U+2066>\u2067x\u2069",
    "x\u202c\u2069y, x\u202c\u2069y",
    "\u200f\u05d0\u05d1 1, \u200f\u05d0\u05d1 1",
    "a\u0000\u001b\u007fb, a␀␛␡b",
    "a\u0085\u009bb, a\ufffd\ufffdb"
  })
  void whatIsOpenIsNamedAndWhatIsHiddenIsShown(String text, String visible) {
    assertThat(VisibleText.of(text)).isEqualTo(visible);
  }

  @Test
  void halvesOfCharactersAreReplacedAndLinesAndTabsStay() {
    assertThat(VisibleText.of("a\ud800b\udc00 😀\n\r\t\uffff"))
        .isEqualTo("a\ufffdb\ufffd 😀\n\r\t\ufffd");
  }

  /** Java's own implementation of Unicode's rules: what follows stays in its order. */
  @ParameterizedTest
  @MethodSource("dev.steerage.report.HostileText#all")
  void whatFollowsIsWrittenFromLeftToRight(String name) {
    String text =
        VisibleText.of(name.replaceAll("[\\r\\n\\u0085\\u2028\\u2029]", " ")) + "x: 12 pairs";
    Bidi bidi = new Bidi(text, Bidi.DIRECTION_LEFT_TO_RIGHT);
    for (int i = text.length() - "x: 12 pairs".length(); i < text.length(); i++) {
      assertThat(bidi.getLevelAt(i) % 2).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u202eb", "a\u2067b"})
  void withoutThatItWouldBeTurnedRound(String name) {
    assertThat(new Bidi(name + "\u05d0 12", Bidi.DIRECTION_LEFT_TO_RIGHT).getLevelAt(name.length()))
        .isOdd();
  }
}
