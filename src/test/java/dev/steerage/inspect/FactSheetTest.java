package dev.steerage.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FactSheetTest {
  @Test
  void linesAreWrappedInTheirColumnAndNothingIsLost() {
    String words = "word ".repeat(60).strip();
    String text = new FactSheet("title").fact("name", words).marked("+", words).text();
    assertThat(text.lines()).allMatch(line -> line.length() <= FactSheet.WIDTH);
    assertThat(text).contains("\nname           word word", "\n               word", "\n  + word");
    assertThat(text.split("word", -1)).hasSize(1 + 120);
  }

  @Test
  void aWordWiderThanALineComesInParts() {
    String wide = "x".repeat(250);
    String text = new FactSheet("title").marked("+", "a " + wide + " b").text();
    assertThat(text.lines()).allMatch(line -> line.length() <= FactSheet.WIDTH);
    assertThat(text.replaceAll("\\s", "")).isEqualTo("title+a" + wide + "b");
  }

  @Test
  void lettersOutsideTheFirstPlaneAreOneColumn() {
    String text = new FactSheet("title").marked("+", "😀".repeat(96)).text();
    assertThat(text).isEqualTo("title\n\n  + " + "😀".repeat(96) + "\n");
  }

  @Test
  void whatCouldMoveTheCursorIsReplaced() {
    String text =
        new FactSheet("title")
            .marked("+", "a\u001b[2Jb\u009bc\u202ed\bé\u2028\n\nnext\tone\r\nlast\rend")
            .text();
    assertThat(text).isEqualTo("title\n\n  + a?[2Jb?c?d?é\n\n\n    next one\n    last\n    end\n");
  }

  @Test
  void theRestIsCounted() {
    assertThat(new FactSheet("t").rest(5, 5, "pairs").text()).isEqualTo("t\n\n");
    assertThat(new FactSheet("t").rest(5, 7, "pairs").text()).contains("… and 2 more pairs");
  }
}
