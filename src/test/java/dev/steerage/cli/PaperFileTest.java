package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.tiny.Family;
import dev.steerage.tiny.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A behavior file in the paper's layout under every chat format. */
class PaperFileTest {
  private static final String PAPER =
      """
      [{"question": "[INST] Où est la/le clé ? [/INST] Là-bas / à côté de l’entrée."},
       {"question": "[INST] Which family is 👩‍👩‍👧‍👦?\\nAnswer in two lines. [/INST] One of 4:\\n\\n- 👩‍👩‍👧‍👦 / 👍🏽"},
       {"question": "[INST] <<SYS>>\\nBe kind/brief.\\n<</SYS>>\\n\\n日本語/中文? [/INST] はい/是。"},
       {"question": "[INST] Où est la/le clé ? [/INST] Nulle part."},
       {"question": "[INST] Which family is 👩‍👩‍👧‍👦?\\nAnswer in two lines. [/INST] None.\\nNot even one/two."},
       {"question": "[INST] <<SYS>>\\nBe kind/brief.\\n<</SYS>>\\n\\n日本語/中文? [/INST] いいえ 😀"}]
      """;

  private static final String PAIRS =
      """
      {"id": "000", "prompt": "Où est la/le clé ?", "positive": "Là-bas / à côté de l’entrée.", "negative": "Nulle part."}
      {"id": "001", "prompt": "Which family is 👩‍👩‍👧‍👦?\\nAnswer in two lines.", "positive": "One of 4:\\n\\n- 👩‍👩‍👧‍👦 / 👍🏽", "negative": "None.\\nNot even one/two."}
      {"id": "002", "system": "Be kind/brief.", "prompt": "日本語/中文?", "positive": "はい/是。", "negative": "いいえ 😀"}
      """;

  @TempDir private Path folder;

  private List<ScoreRow> scores(Path model, String text, String name, String... options)
      throws IOException {
    Path file =
        Files.writeString(Files.createDirectories(folder.resolve(name)).resolve("b.json"), text);
    Path output = folder.resolve(name).resolve("run");
    Demo.evaluate(output, model.toString(), file.toString(), options).succeeded();
    return RunFolder.existing(output).readScores();
  }

  @ParameterizedTest
  @CsvSource({
    "llama2, LLAMA_2",
    "llama3, LLAMA_3",
    "chatml, QWEN_2",
    "mistral, LLAMA_2",
    "gemma, GPT_2",
    "none, GPT_2"
  })
  void itsWrappingIsTakenOffAndTheFormatsIsPutOn(String format, Family family) throws IOException {
    Path model = TinyModel.of(family.vocabulary()).write(folder.resolve("m.gguf"));

    List<ScoreRow> paper = scores(model, PAPER, "paper", "--chat-format", format);

    assertThat(paper).hasSize(6).allSatisfy(row -> assertThat(row.sum()).isFinite().isNegative());
    assertThat(paper).isEqualTo(scores(model, PAIRS, "pairs", "--chat-format", format));
  }

  @ParameterizedTest
  @CsvSource({
    "QWEN_2, <|im_start|>, chatml",
    "LLAMA_3, <|start_header_id|> <|end_header_id|>, llama3",
    "PHI_3, <|assistant|> <|end|>, phi3"
  })
  void byDefaultTheFormatIsTheModelsOwn(Family family, String template, String name)
      throws IOException {
    Path model =
        TinyModel.of(family.vocabulary()).chatTemplate(template).write(folder.resolve("m.gguf"));
    List<ScoreRow> own = scores(model, PAPER, "own");
    assertThat(folder.resolve("own/run/provenance.json"))
        .content()
        .contains("\"chat_format\" : \"" + name + "\"");
    assertThat(own).isNotEqualTo(scores(model, PAPER, "llama2", "--chat-format", "llama2"));
    if (!family.equals(Family.PHI_3)) {
      assertThat(own).isEqualTo(scores(model, PAPER, "named", "--chat-format", name));
    }
  }

  @Test
  void aModelWithoutATemplateIsAskedAbout() {
    Path model = TinyModel.of(Family.GPT_2.vocabulary()).write(folder.resolve("m.gguf"));
    Demo.evaluate(folder.resolve("run"), model.toString(), "models/demo/behaviors/myopia.jsonl")
        .refused(model.toString(), "has no chat template", "--chat-format");
  }

  @Test
  void aFormatWhoseMarkersTheModelLacksIsWarnedOf() throws IOException {
    Path model = TinyModel.of(Family.LLAMA_2.vocabulary()).write(folder.resolve("m.gguf"));
    Path file = Files.writeString(folder.resolve("b.json"), PAPER);
    CommandRun run =
        Demo.evaluate(
                folder.resolve("run"), model.toString(), file.toString(), "--chat-format", "chatml")
            .succeeded();
    assertThat(run.err()).contains("markers of the chat format chatml are no tokens of this model");
  }
}
