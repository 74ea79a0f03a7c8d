package dev.steerage.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptReaderTest {
  @TempDir private Path folder;

  private PromptSet read(String text) throws IOException {
    return PromptReader.read(
        Files.writeString(folder.resolve("mine.json"), text, StandardCharsets.UTF_8));
  }

  @Test
  void promptsMayHaveAnIdAndASystemPrompt() throws IOException {
    PromptSet set =
        read("{\"prompt\": \" a\"}\n{\"id\": \"x\", \"prompt\": \"b\", \"system\": \"be brief\"}");
    assertThat(set.name()).isEqualTo("mine");
    assertThat(set.prompts())
        .containsExactly(new Prompt("000", null, " a"), new Prompt("x", "be brief", "b"));
    assertThat(read("[{\"prompt\": \"a\"}]").prompts())
        .containsExactly(new Prompt("000", null, "a"));
  }

  @Test
  void thePapersLayoutMayLackTheContinuation() throws IOException {
    PromptSet set =
        read(
            """
            [{"question": "[INST] a [/INST]"}, {"question": "[INST] b [/INST] an answer"},
             {"question": "<<SYS>>\\nbe brief\\n<</SYS>>\\n\\n[INST] c [/INST]"},
             {"question": "[INST] <<SYS>>\\nbe long\\n<</SYS>>\\n\\nc [/INST] "}]
            """);
    assertThat(set.prompts())
        .containsExactly(
            new Prompt("000", null, "a"),
            new Prompt("001", null, "b"),
            new Prompt("002", "be brief", "c"),
            new Prompt("003", "be long", "c"));
    assertThat(set.repeated()).isZero();
  }

  @Test
  void theSecondHalfOfAPaperFileRepeatsTheFirst() throws IOException {
    String one = "{\"question\": \"[INST] a [/INST] yes\"}";
    String two = "{\"question\": \"[INST] b [/INST] no\"}";
    PromptSet set = read("[" + String.join(",", one, two, one, two) + "]");
    assertThat(set.prompts())
        .containsExactly(new Prompt("000", null, "a"), new Prompt("001", null, "b"));
    assertThat(set.repeated()).isEqualTo(2);
  }

  @Test
  void aBehaviorsPromptsKeepTheirIds() {
    Path file = Path.of("models/demo/behaviors/corrigible.jsonl");
    PromptSet set = PromptReader.read(file);
    Behavior behavior = BehaviorReader.read(file, HalfOrder.POSITIVE_FIRST);
    assertThat(set.prompts()).hasSize(50);
    assertThat(set.prompts())
        .extracting(Prompt::id)
        .isEqualTo(behavior.pairs().stream().map(ContrastPair::id).toList());
    assertThat(set.prompts())
        .extracting(Prompt::text)
        .isEqualTo(behavior.pairs().stream().map(ContrastPair::prompt).toList());
  }

  @Test
  void equalPromptsUnderOtherSystemPromptsAreTwo() throws IOException {
    PromptSet set =
        read("{\"prompt\": \"a\"}\n{\"prompt\": \"a\", \"system\": \"s\"}\n{\"prompt\": \"a\"}");
    assertThat(set.prompts()).extracting(Prompt::id).containsExactly("000", "001");
    assertThat(set.repeated()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"text\": \"a\"}                                              | entry 0 (line 1) has the unknown key 'text'",
        "{\"id\": \"a\"}                                                | entry 0 (line 1) has no 'prompt'",
        "{\"prompt\": \" \"}                                            | has an empty 'prompt'",
        "{\"prompt\": \"a\", \"id\": \"1\"}{\"prompt\": \"b\", \"id\": \"1\"} | has the id '1', which entry 0 has too",
        "{\"question\": \"a\"}                                          | does not begin with [INST]",
        "{\"question\": \"[INST] a\"}                                   | has no [/INST]",
        "{\"question\": \"[INST]  [/INST]\"}                            | has no prompt",
        "{\"prompt\": 3}                                                | is a number",
        "[                                                              | no valid JSON",
        "[]                                                             | is empty"
      })
  void whatIsNoPromptIsNamed(String text, String words) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("mine.json")
        .hasMessageContaining(words);
  }

  @Test
  void shippedBehaviorsAndTheirQuestionsAreReadByName() {
    PromptSet set = PromptReader.read(Path.of("refusal"));
    assertThat(set.name()).isEqualTo("refusal");
    assertThat(set.prompts()).extracting(Prompt::text).doesNotHaveDuplicates().isNotEmpty();
    PromptSet choices = PromptReader.read(Path.of("refusal-choices"));
    assertThat(choices.prompts()).allMatch(prompt -> prompt.text().contains("(A)"));
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> PromptReader.read(folder.resolve("nope.json")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nope.json: no such file");
  }
}
