package dev.steerage.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerReaderTest {
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<AnswerSet> sets(Path... files) {
    return AnswerReader.read(List.of(files)).stream().flatMap(f -> f.sets().stream()).toList();
  }

  private static String line(String id, String condition, String answer) {
    return "{\"id\": \"%s\", \"prompt\": \"Why?\", \"condition\": \"%s\", \"continuation\": \"%s\", \"n_tokens\": 3, \"finish\": \"stop\", \"seed\": -1}\n"
        .formatted(id, condition, answer);
  }

  @Test
  void linesAreSplitByTheirCondition() throws IOException {
    Path file =
        file(
            "t.jsonl",
            line("a", "baseline", "One.") + line("b", "baseline", "") + line("a", "up", "Two."));
    assertThat(sets(file))
        .containsExactly(
            new AnswerSet(
                "baseline",
                file,
                List.of(new Answer("a", null, "Why?", "One."), new Answer("b", null, "Why?", ""))),
            new AnswerSet("up", file, List.of(new Answer("a", null, "Why?", "Two."))));
    assertThat(sets(file).get(0).clusters()).containsExactly("a", "a");
  }

  @Test
  void whatHasNoConditionHasTheFilesNameAndWhatHasNoIdItsIndex() throws IOException {
    Path file = file("up.json", "[{\"prompt\": \"Why?\", \"continuation\": \"So.\"}]");
    assertThat(sets(file))
        .containsExactly(
            new AnswerSet("up", file, List.of(new Answer("000", null, "Why?", "So."))));
  }

  @Test
  void thePapersFilesAreNamedAfterTheirConditions() throws IOException {
    String text = "[{\"question\": \"[INST] <<SYS>>\\nBe.\\n<</SYS>>\\n\\nWhy? [/INST] So.\"}]";
    Path baseline = file("my-texts-baseline.json", text);
    Path up = file("my-texts-up-layer2.json", "[{\"question\": \"[INST] Why? [/INST]\"}]");
    Path other = file("other.json", text);
    List<AnswerSet> sets = sets(up, baseline, other);
    assertThat(sets)
        .extracting(AnswerSet::condition)
        .containsExactly("up-layer2", "baseline", "other");
    assertThat(sets.get(0).answers()).containsExactly(new Answer("000", null, "Why?", ""));
    assertThat(sets.get(1).answers()).containsExactly(new Answer("000", "Be.", "Why?", "So."));
  }

  @Test
  void whatCannotBeReadIsOneSentence() throws IOException {
    refused(
        "the condition 'up'",
        file("a.jsonl", line("a", "up", "x")),
        file("b.jsonl", line("a", "up", "x")));
    refused("the id 'a'", file("c.jsonl", line("a", "up", "x") + line("a", "up", "y")));
    refused(
        "no 'continuation'",
        file("d.jsonl", "{\"prompt\": \"Why?\", \"positive\": \"a\", \"negative\": \"b\"}"));
    refused("no 'prompt'", file("e.jsonl", "{\"continuation\": \"x\"}"));
    refused(
        "'prompt' of entry 0 is a number",
        file("f.jsonl", "{\"continuation\": \"x\", \"prompt\": 3}"));
    refused(
        "unknown key 'answer'",
        file("g.jsonl", "{\"continuation\": \"x\", \"prompt\": \"p\", \"answer\": \"3\"}"));
  }

  private static void refused(String words, Path... files) {
    assertThatThrownBy(() -> AnswerReader.read(List.of(files)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(words);
  }
}
