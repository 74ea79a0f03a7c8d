package dev.steerage.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatFormatTest {
  private static String continuation(FormattedText text) {
    byte[] bytes = text.utf8();
    int offset = text.continuationOffset();
    return new String(bytes, offset, bytes.length - offset, StandardCharsets.UTF_8);
  }

  @Test
  void llama2WritesThePapersText() {
    FormattedText text = ChatFormat.LLAMA2.text(null, "Why é 🙂?", "Because.");
    assertThat(text).hasToString("[INST] Why é 🙂? [/INST] Because.");
    assertThat(continuation(text)).isEqualTo(" Because.");
    assertThat(text.continuationOffset()).isEqualTo(27);
  }

  @Test
  void llama2PutsTheSystemPromptIntoTheTurn() {
    FormattedText text = ChatFormat.LLAMA2.text("Be kind.", "Why?", "So.");
    assertThat(text).hasToString("[INST] <<SYS>>\nBe kind.\n<</SYS>>\n\nWhy? [/INST] So.");
    assertThat(continuation(text)).isEqualTo(" So.");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'p','c',' c'",
        "'p ','c','c'",
        "'p',' c',' c'",
        "'p\n','c','c'",
        "'p','\nc','\nc'",
      })
  void plainTextHasOneBlankAtTheBoundary(String prompt, String given, String expected) {
    FormattedText text = ChatFormat.NONE.text(null, prompt, given);
    assertThat(text).hasToString(prompt + expected);
    assertThat(continuation(text)).isEqualTo(expected);
  }

  @Test
  void plainTextBeginsWithTheSystemPrompt() {
    assertThat(ChatFormat.NONE.text("s", "p", "c")).hasToString("s\n\np c");
  }

  @Test
  void aContinuationIsNeverEmpty() {
    assertThatThrownBy(() -> FormattedText.of("head", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'p',' c','c'",
        "'p','  c','  c'",
        "'p',' \nc',' \nc'",
        "'p','c','c'",
        "'p',' ',''",
        "'p','',''",
        "'p ',' c',' c'",
        "'',' c',' c'",
      })
  void whatAModelWroteBehindPlainTextGivesTheSameTextAgain(
      String prompt, String written, String continuation) {
    assertThat(ChatFormat.NONE.continuation(prompt, written)).isEqualTo(continuation);
    if (written.startsWith(" ") && !continuation.isEmpty()) {
      assertThat(ChatFormat.NONE.text(null, prompt, continuation)).hasToString(prompt + written);
    }
  }

  @Test
  void theBlankOfLlama2IsTakenOffOnce() {
    assertThat(ChatFormat.LLAMA2.continuation("p", "  c")).isEqualTo(" c");
    assertThat(ChatFormat.LLAMA2.continuation("p", "c")).isEqualTo("c");
    assertThat(ChatFormat.LLAMA2.continuation("p", "")).isEmpty();
  }
}
