package dev.steerage.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.steerage.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layouts in which users have MMLU, ARC and TruthfulQA. */
class QuestionReaderTest {
  @TempDir private Path folder;

  private QuestionSet read(String name, String text) throws IOException {
    return QuestionReader.read(Files.writeString(folder.resolve(name), text));
  }

  private void refused(String name, String text, String... parts) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> QuestionReader.read(file))
        .withMessageContainingAll(parts)
        .withMessageContaining(name);
  }

  @Test
  void mmluIsReadFromItsAuthorsCsvWithQuotesAndLineBreaks() throws IOException {
    QuestionSet set =
        read(
            "abstract_algebra_test.csv",
            "\"Find the degree, please.\",0,4,2,6,B\n"
                + "\"Statement 1 | yes\nStatement 2 | \"\"no\"\"\",\"True, True\",False,Maybe,Other,D\n");
    assertThat(set.name()).isEqualTo("abstract_algebra_test");
    assertThat(set.layout()).isEqualTo(QuestionLayout.MMLU_CSV);
    assertThat(set.questions())
        .containsExactly(
            ChoiceQuestion.of("000", "Find the degree, please.", List.of("0", "4", "2", "6"), 1),
            ChoiceQuestion.of(
                "001",
                "Statement 1 | yes\nStatement 2 | \"no\"",
                List.of("True, True", "False", "Maybe", "Other"),
                3));
  }

  @Test
  void aHeaderOfMmluIsNoQuestion() throws IOException {
    assertThat(read("a.csv", "question,A,B,C,D,answer\nq?,1,2,3,4,c\n").questions())
        .containsExactly(ChoiceQuestion.of("000", "q?", List.of("1", "2", "3", "4"), 2));
  }

  @ParameterizedTest
  @CsvSource({"1,", "'\"B\"',", "1,list"})
  void mmluIsReadFromJsonWithIndexOrLetter(String answer, String list) throws IOException {
    String row =
        "{\"question\": \"q?\", \"subject\": \"any\", \"choices\": [\"x\", \"y\", \"z\"], \"answer\": "
            + answer
            + "}";
    QuestionSet set = read("a.jsonl", list == null ? row + "\n" : "[" + row + "]");
    assertThat(set.layout()).isEqualTo(QuestionLayout.MMLU_JSON);
    assertThat(set.questions())
        .containsExactly(ChoiceQuestion.of("000", "q?", List.of("x", "y", "z"), 1));
  }

  @Test
  void arcIsReadAsItsAuthorsAndAsHuggingFaceGiveItOut() throws IOException {
    List<ChoiceQuestion> expected =
        List.of(ChoiceQuestion.of("Mercury_7", "Which one?", List.of("dry", "wet", "hot"), 2));
    QuestionSet authors =
        read(
            "ARC-Easy-Test.jsonl",
            "{\"id\":\"Mercury_7\",\"question\":{\"stem\":\"Which one?\",\"choices\":[{\"text\":\"dry\",\"label\":\"A\"},{\"text\":\"wet\",\"label\":\"B\"},{\"text\":\"hot\",\"label\":\"C\"}]},\"answerKey\":\"C\"}\n");
    assertThat(authors.layout()).isEqualTo(QuestionLayout.ARC_JSON);
    assertThat(authors.questions()).isEqualTo(expected);
    assertThat(
            read(
                    "hf.jsonl",
                    "{\"id\":\"Mercury_7\",\"question\":\"Which one?\",\"choices\":{\"text\":[\"dry\",\"wet\",\"hot\"],\"label\":[\"1\",\"2\",\"3\"]},\"answerKey\":\"3\"}\n")
                .questions())
        .isEqualTo(expected);
  }

  @Test
  void truthfulQaIsReadAsItsAuthorsAndAsHuggingFaceGiveItOut() throws IOException {
    ChoiceQuestion expected =
        new ChoiceQuestion(
            "000",
            "What then?",
            List.of("It rests", "It sleeps", "It flies", "It ends"),
            1,
            Set.of(0, 1));
    String hugging =
        """
        {"question": "What then?",
         "mc1_targets": {"choices": ["It sleeps", "It flies", "It ends"], "labels": [1, 0, 0]},
         "mc2_targets": {"choices": ["It rests", "It sleeps", "It flies", "It ends"], "labels": [1, 1, 0, 0]}}
        """;
    assertThat(read("hf.jsonl", hugging).layout()).isEqualTo(QuestionLayout.TRUTHFULQA_JSON);
    assertThat(read("hf.jsonl", hugging).questions()).containsExactly(expected);
    assertThat(
            read(
                    "mc_task.json",
                    """
                    [{"question": "What then?",
                      "mc1_targets": {"It sleeps": 1, "It flies": 0, "It ends": 0},
                      "mc2_targets": {"It rests": 1, "It sleeps": 1, "It flies": 0, "It ends": 0}}]
                    """)
                .questions())
        .containsExactly(expected);
    QuestionSet csv =
        read(
            "TruthfulQA.csv",
            "Type,Category,Question,Best Answer,Correct Answers,Incorrect Answers,Source\r\n"
                + "Adversarial,Misc,What then?,It sleeps,It rests; It sleeps,It flies; It ends,none\r\n");
    assertThat(csv.layout()).isEqualTo(QuestionLayout.TRUTHFULQA_CSV);
    assertThat(csv.questions())
        .containsExactly(
            new ChoiceQuestion(
                "000",
                "What then?",
                List.of("It sleeps", "It rests", "It flies", "It ends"),
                0,
                Set.of(0, 1)));
  }

  @Test
  void whatIsNoQuestionIsRefusedWithItsPlace() throws IOException {
    String good = "{\"question\": \"q?\", \"choices\": [\"x\", \"y\"], \"answer\": 1}\n";
    refused("a.jsonl", good + "{\"prompt\": \"q?\"}\n", "entry 1 (line 2)", "in the layout of");
    refused("a.jsonl", good + good.replace("1", "2"), "entry 1 (line 2)", "the answer '2'");
    refused("a.jsonl", good + good.replace("1", "-1"), "entry 1 (line 2)", "the answer '-1'");
    refused("a.jsonl", good.replace("\"x\", ", ""), "entry 0 (line 1)", "has the answer '1'");
    refused("a.jsonl", good.replace("\"x\"", "7"), "has no text for 'choices'");
    refused("a.jsonl", good.replace("\"x\"", "\" \""), "has an empty 'choices'");
    refused("a.jsonl", good.replace("\"x\"", "\"\\ud800\""), "half of a surrogate pair");
    refused("a.jsonl", good + "7\n", "entry 1 (line 2) is no object");
    refused("a.jsonl", good + "{\"question\"\n", "line 3 is no valid JSON");
    refused("a.json", "[" + good + "] 1", "something follows the end of the list");
    refused("a.json", "[]", "has no questions");
    refused("a.csv", "", "has no questions");
    refused("a.csv", "question,A,B,C,D,answer\n", "has no questions");
    refused("a.csv", "q?,1,2,3,4,A\nq?,1,2,3,4,E\n", "entry 1 (line 2)", "the answer 'E'");
    refused("a.csv", "model,behavior,pair\na,b,c\n", "entry 0 (line 1)", "in the layout of");
    refused("a.csv", "q?,1,2,A\n\"q?,1,2,A\n", "line");
    String twice = "{\"id\": \"a\", " + good.substring(1);
    refused("a.jsonl", twice + twice, "has the id 'a', which entry 0 has too");
    refused(
        "t.jsonl",
        "{\"question\": \"q?\", \"mc1_targets\": {\"choices\": [\"x\", \"y\"], \"labels\": [0, 0]}}",
        "has 0 choices with label 1 in 'mc1_targets'");
    refused(
        "t.jsonl",
        "{\"question\": \"q?\", \"mc2_targets\": {\"choices\": [\"x\", \"y\"], \"labels\": [1, 1]}}",
        "has no wrong choice");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> QuestionReader.read(Path.of("general-knowlege")))
        .withMessageContainingAll("no such file", "general-knowledge");
  }
}
