package dev.steerage.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BehaviorReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Path write(String content) throws IOException {
    return Files.writeString(folder.resolve("test.json"), content);
  }

  private Behavior read(String content) throws IOException {
    return BehaviorReader.read(write(content), HalfOrder.POSITIVE_FIRST);
  }

  private Behavior readTexts(HalfOrder order, String... texts) throws IOException {
    var entries = Stream.of(texts).map(t -> Map.of("question", t)).toList();
    return BehaviorReader.read(write(JSON.writeValueAsString(entries)), order);
  }

  private void refused(String content, String... parts) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("test.json")
        .hasMessageContainingAll(parts);
  }

  private void refusedTexts(List<String> texts, String... parts) {
    assertThatThrownBy(() -> readTexts(HalfOrder.POSITIVE_FIRST, texts.toArray(String[]::new)))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void pairsHalvesOfThePapersLayout() throws IOException {
    String[] texts = {
      "[INST] a [/INST] yes",
      "[INST] b [/INST] sure",
      "[INST] a [/INST] no",
      "[INST] b [/INST] never"
    };
    Behavior behavior = readTexts(HalfOrder.POSITIVE_FIRST, texts);
    assertThat(behavior.name()).isEqualTo("test");
    assertThat(behavior.layout()).isEqualTo(Behavior.Layout.PAPER);
    assertThat(behavior.positiveFrom()).isEqualTo("first half (entries 0 to 1)");
    assertThat(behavior.sha256())
        .isEqualTo(new InputFile(behavior.file()).sha256())
        .matches("[0-9a-f]{64}");
    assertThat(behavior.pairs())
        .containsExactly(
            new ContrastPair("000", null, "a", "yes", "no"),
            new ContrastPair("001", null, "b", "sure", "never"));
    Behavior swapped = readTexts(HalfOrder.NEGATIVE_FIRST, texts);
    assertThat(swapped.positiveFrom()).isEqualTo("second half (entries 2 to 3)");
    assertThat(swapped.pairs().get(0)).isEqualTo(new ContrastPair("000", null, "a", "no", "yes"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        " blanks of its own  ",
        "é ü 漢字 🙂 ‍",
        "and/or / 1/2 [/INST] nested [INST] x",
        "two\nlines\r\n\ttab",
        "\"quotes\" \\ backslash"
      })
  void keepsPromptAndContinuationByteForByte(String text) throws IOException {
    String positive = text.replace("[/INST]", "[INST]");
    String first = "[INST] " + text + " [/INST] " + positive;
    String second = "[INST] " + text + " [/INST] no";
    ContrastPair pair = readTexts(HalfOrder.POSITIVE_FIRST, first, second).pairs().get(0);
    assertThat(pair).isEqualTo(new ContrastPair("000", null, text, positive, "no"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[INST] a[/INST]",
        "[INST]a [/INST]",
        " [INST] a [/INST]",
        "[INST]\na\n[/INST]",
        "<<SYS>>\nBe kind.\n<</SYS>>\n\n[INST] a [/INST]"
      })
  void keepsTheTextsThatLlama2sFormatWouldWriteOtherwise(String head) throws IOException {
    ContrastPair pair =
        readTexts(HalfOrder.POSITIVE_FIRST, head + "  yes", head + " no").pairs().get(0);
    assertThat(pair.prompt().strip()).isEqualTo("a");
    assertThat(pair.positive()).isEqualTo(" yes");
    assertThat(pair.fileText()).isEqualTo(new ContrastPair.FileText(head, "  yes", " no"));
  }

  @Test
  void keepsATextWithoutBlankBeforeTheContinuation() throws IOException {
    ContrastPair pair =
        readTexts(HalfOrder.POSITIVE_FIRST, "[INST] a [/INST];yes", "[INST] a [/INST] no")
            .pairs()
            .get(0);
    assertThat(pair.positive()).isEqualTo(";yes");
    assertThat(pair.fileText())
        .isEqualTo(new ContrastPair.FileText("[INST] a [/INST]", ";yes", " no"));
  }

  @Test
  void takesTheSystemPromptInBothPlaces() throws IOException {
    String inside = "[INST] <<SYS>>\nBe kind.\n<</SYS>>\n\nWhy? [/INST] ";
    String before = "<<SYS>>\nBe kind.\n<</SYS>>\n\n[INST] Why? [/INST] ";
    ContrastPair pair =
        readTexts(HalfOrder.POSITIVE_FIRST, inside + "yes", inside + "no").pairs().get(0);
    assertThat(pair).isEqualTo(new ContrastPair("000", "Be kind.", "Why?", "yes", "no"));
    pair = readTexts(HalfOrder.POSITIVE_FIRST, before + "yes", before + "no").pairs().get(0);
    assertThat(pair.system()).isEqualTo("Be kind.");
    assertThat(pair.prompt()).isEqualTo("Why?");
    assertThat(pair.fileText()).isNotNull();
  }

  @Test
  void namesWhatIsWrongInThePapersLayout() {
    refusedTexts(List.of("[INST] a [/INST] x"), "1 entries", "halves");
    refusedTexts(List.of("[INST] a [/INST] x", "[INST] b [/INST] y"), "entries 0 and 1", "prompts");
    refusedTexts(List.of("a [/INST] x", "b"), "entry 0 (line 1)", "begin with [INST]");
    refusedTexts(List.of("[INST] a [/INST] x", "[INST] a x"), "entry 1", "no [/INST]");
    refusedTexts(List.of("[INST] a [/INST] ", "b"), "entry 0", "no answer");
    refusedTexts(List.of("[INST]  [/INST] x", "b"), "entry 0", "no prompt");
    refusedTexts(List.of("<<SYS>>\n[/INST]\n<</SYS>>\n\n[INST] a", "b"), "entry 0", "no [/INST]");
    refusedTexts(List.of(" ", "b"), "entry 0", "empty 'question'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"corrigible", "hallucination", "myopia", "sycophancy"})
  void readsTheDemosBehaviors(String name) {
    Path file = Path.of("models/demo/behaviors", name + ".jsonl");
    Behavior behavior = BehaviorReader.read(file, HalfOrder.POSITIVE_FIRST);
    assertThat(behavior.layout()).isEqualTo(Behavior.Layout.PAIRS);
    assertThat(behavior.positiveFrom()).isEqualTo("key 'positive'");
    assertThat(behavior.pairs()).hasSize(50);
    assertThat(behavior.pairs().get(49).id()).isEqualTo(name + "-049");
  }

  @Test
  void readsPairsAsLinesOrAsAList() throws IOException {
    String a = "{\"prompt\":\"p\",\"positive\":\"a\",\"negative\":\"b\",\"system\":\"s\"}";
    String b = "{\"id\":\"é\",\"prompt\":\" q \",\"positive\":\"a\",\"negative\":\"b\"}";
    List<ContrastPair> expected =
        List.of(
            new ContrastPair("000", "s", "p", "a", "b"),
            new ContrastPair("é", null, " q ", "a", "b"));
    assertThat(read("\uFEFF\n" + a + "\n\n" + b + "\r\n\n").pairs()).isEqualTo(expected);
    assertThat(read("[" + a + ",\n" + b + "]").pairs()).isEqualTo(expected);
    Behavior swapped = BehaviorReader.read(write(a), HalfOrder.NEGATIVE_FIRST);
    assertThat(swapped.positiveFrom()).isEqualTo("key 'negative' (poles swapped)");
    assertThat(swapped.pairs()).containsExactly(new ContrastPair("000", "s", "p", "b", "a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|is empty",
        "[]|is empty",
        "[|line 1 is no valid JSON (Unexpected end-of-input: expected close marker for Array (start marker at line 1)); mend",
        "3|entry 0 is a number",
        "[[[[[[[[|entry 0 is a list",
        "[{}]|entry 0 (line 1) is empty",
        "{\"data\": [[[[[[[[]]]]]]]]}|'data' of entry 0 is a list",
        "[{\"question\": 3}]|'question' of entry 0 is a number",
        "[{\"question\": null}]|'question' of entry 0 is null",
        "[{\"question\": \"[INST] a [/INST] b\"}] x|line 1",
        "[{\"question\": \"[INST] a [/INST] b\"}] 3|follows the end",
        "{\"question\": \"a\", \"question\": \"b\"}|Duplicate",
        "{\"promt\": \"a\"}|unknown key 'promt'",
        "{\"promt\": \"a\"}|'prompt', 'positive', 'negative', 'system', 'id'",
        "{\"prompt\": \"a\", \"positive\": \"b\"}|has no 'negative'",
        "{\"prompt\": \" \", \"positive\": \"b\", \"negative\": \"c\"}|empty 'prompt'",
        "{\"prompt\": \"a\", \"positive\": \"\\ud83d\", \"negative\": \"c\"}|surrogate",
        "{\"question\": \"a\", \"answer_matching_behavior\": \"(A)\"}|'answer_matching_behavior'",
      })
  void namesWhatIsWrong(String content, String part) {
    refused(content, part);
  }

  @Test
  void namesTheLineOfABrokenEntry() {
    String good = "{\"prompt\":\"p\",\"positive\":\"a\",\"negative\":\"b\"}\n";
    refused(good + good + "{\"prompt\":\"p\",\n", "line");
    refused(good + "\n{\"prompt\":\"p\",\"positive\":\"a\"}", "entry 1 (line 3)");
    refused(good + good.replace("{", "{\"id\":\"000\","), "entry 1", "id '000'", "entry 0");
  }

  @Test
  void namesTheByteThatIsNoUtf8() throws IOException {
    Path file = folder.resolve("latin1.jsonl");
    Files.write(file, "{\"prompt\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> BehaviorReader.read(file, HalfOrder.POSITIVE_FIRST))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("byte 11");
    assertThatThrownBy(() -> BehaviorReader.read(folder, HalfOrder.POSITIVE_FIRST))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("regular file");
    assertThatThrownBy(() -> BehaviorReader.read(folder.resolve("none"), HalfOrder.POSITIVE_FIRST))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void everyCutOfAFileIsReadOrRefusedWithASentence() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of("models/demo/behaviors/corrigible.jsonl"));
    Path file = folder.resolve("cut.jsonl");
    for (int length = 0; length < 2000; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try {
        BehaviorReader.read(file, HalfOrder.POSITIVE_FIRST);
      } catch (InputException e) {
        assertThat(e.getMessage()).contains("cut.jsonl").doesNotContain("\n");
      }
    }
  }
}
