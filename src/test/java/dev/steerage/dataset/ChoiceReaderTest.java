package dev.steerage.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceReaderTest {
  private static final String QUESTION = "Why?\n\nChoices:\n (A) yes\n (B) no, (C) never";

  @TempDir private Path folder;

  private static Map<String, String> entry(String question, String matching, String other) {
    Map<String, String> entry = new LinkedHashMap<>();
    entry.put("question", question);
    entry.put("answer_matching_behavior", matching);
    entry.put("answer_not_matching_behavior", other);
    return entry;
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("test.json"), text);
  }

  private ChoiceSet read(Object... entries) throws IOException {
    return ChoiceReader.read(write(new ObjectMapper().writeValueAsString(List.of(entries))));
  }

  private void refused(String text, String... parts) throws IOException {
    Path file = write(text);
    assertThatThrownBy(() -> ChoiceReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("test.json: ")
        .hasMessageContainingAll(parts);
  }

  private void refused(Map<String, String> entry, String... parts) throws IOException {
    refused(new ObjectMapper().writeValueAsString(List.of(entry)), parts);
  }

  @Test
  void readsTheFormatOfCaa() throws IOException {
    ChoiceSet set = read(entry(QUESTION, "(B)", "(A)"), entry(QUESTION, " (A)", " (B) "));
    assertThat(set.name()).isEqualTo("test");
    assertThat(set.sha256()).isEqualTo(new InputFile(set.file()).sha256());
    assertThat(set.choices())
        .containsExactly(
            new ChoicePair("000", QUESTION, "(B)", "(A)"),
            new ChoicePair("001", QUESTION, "(A)", "(B)"));
    ChoicePair choice = set.choices().get(0);
    assertThat(choice.stem()).isEqualTo("Why?");
    assertThat(choice.labels()).containsExactly("(A)", "(B)");
    assertThat(choice.option("(A)")).isEqualTo("yes");
    assertThat(choice.option("(B)")).isEqualTo("no, (C) never");
    assertThat(choice.option("(C)")).isEmpty();
  }

  @Test
  void optionsAreThoseAfterTheLastA() throws IOException {
    String question = "Of\n(A) this\n(B) that\nwhich?\n(A) one\ntwo\n  (B) three\n(D) 4\n(C)five";
    ChoicePair choice = read(entry(question, "(C)", "(A)")).choices().get(0);
    assertThat(choice.stem()).isEqualTo("Of\n(A) this\n(B) that\nwhich?");
    assertThat(choice.labels()).containsExactly("(A)", "(B)", "(C)");
    assertThat(choice.option("(A)")).isEqualTo("one\ntwo");
    assertThat(choice.option("(B)")).isEqualTo("three\n(D) 4");
  }

  @Test
  void idsAreKeptAndUnique() throws IOException {
    Map<String, String> named = entry(QUESTION, "(A)", "(B)");
    named.put("id", "first");
    assertThat(read(named).choices().get(0).id()).isEqualTo("first");
    String twice = new ObjectMapper().writeValueAsString(List.of(named, named));
    refused(twice, "entry 1 (line 1)", "'first', which entry 0 has too");
  }

  @ParameterizedTest
  @CsvSource({
    "(C), (A), 'the answer ''(C)'', which is none of its choices (A), (B)'",
    "A, (B), 'the answer ''A'''",
    "(A), (A), '(A) for both'",
    "(A), ' ', 'empty ''answer_not_matching_behavior'''"
  })
  void answersMustBeTwoOfTheChoices(String matching, String other, String words)
      throws IOException {
    refused(entry(QUESTION, matching, other), "entry 0 (line 1)", words);
  }

  @Test
  void whatIsNoSuchQuestionIsNamed() throws IOException {
    refused(entry("Why?", "(A)", "(B)"), "entry 0 (line 1)", "Choices:");
    refused(entry("Why?\n (A) yes", "(A)", "(B)"), "no two choices");
    refused(entry("Why?\n (A) yes\n (B) ", "(A)", "(B)"), "no two choices");
    Map<String, String> more = entry(QUESTION, "(A)", "(B)");
    more.put("topic", "x");
    refused(more, "entry 0 (line 1)", "'topic'", "'answer_not_matching_behavior'");
    Map<String, String> less = entry(QUESTION, "(A)", "(B)");
    less.remove("answer_matching_behavior");
    refused(less, "entry 0 (line 1) has no 'answer_matching_behavior'");
    refused("{\"question\": \"Why?\"}", "no multiple-choice questions");
    refused("[{\"question\": 1}]", "line 1", "a number");
    refused("[\n{\"question\": \n", "line 3", "no valid JSON");
  }
}
