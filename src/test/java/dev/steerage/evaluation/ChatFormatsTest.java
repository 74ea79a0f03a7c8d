package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.FormattedText;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import dev.steerage.tiny.Family;
import dev.steerage.tiny.TinyModel;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Expected texts are those of the models' cards. */
class ChatFormatsTest {
  @TempDir private Path folder;

  private static <T> T with(Path file, Function<LlamaModel, T> question) {
    try (LlamaModel model = LlamaModel.load(file, LlamaModel.Options.tokenizer(), Progress.NONE)) {
      return question.apply(model);
    }
  }

  private static ChatFormat format(Path file, ChatFormatName name) {
    return with(file, model -> ChatFormats.of(name, model));
  }

  private ChatFormat own(Family family, String template) {
    Path file = TinyModel.of(family.vocabulary()).chatTemplate(template).write(folder.resolve("m"));
    return format(file, ChatFormatName.AUTO);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "LLAMA2|`[INST] p [/INST] c`|`[INST] <<SYS>>\ns\n<</SYS>>\n\np [/INST] c`",
        "LLAMA3|`<|start_header_id|>user<|end_header_id|>\n\np<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nc`"
            + "|`<|start_header_id|>system<|end_header_id|>\n\ns<|eot_id|><|start_header_id|>user<|end_header_id|>\n\np<|eot_id|>"
            + "<|start_header_id|>assistant<|end_header_id|>\n\nc`",
        "CHATML|`<|im_start|>user\np<|im_end|>\n<|im_start|>assistant\nc`"
            + "|`<|im_start|>system\ns<|im_end|>\n<|im_start|>user\np<|im_end|>\n<|im_start|>assistant\nc`",
        "MISTRAL|`[INST] p[/INST] c`|`[INST] s\n\np[/INST] c`",
        "GEMMA|`<start_of_turn>user\np<end_of_turn>\n<start_of_turn>model\nc`"
            + "|`<start_of_turn>user\ns\n\np<end_of_turn>\n<start_of_turn>model\nc`",
        "NONE|`p c`|`s\n\np c`"
      },
      delimiter = '|')
  void aFormatWritesItsText(ChatFormatName name, String plain, String withSystem) {
    ChatFormat format = format(Family.LLAMA_2.vocabulary(), name);
    assertThat(format.text(null, "p", "c")).hasToString(plain);
    assertThat(format.text("s", "p", "c")).hasToString(withSystem);
    FormattedText text = format.text("s", "p", "c");
    byte[] continuation = text.utf8();
    String tail =
        new String(
            continuation,
            text.continuationOffset(),
            continuation.length - text.continuationOffset());
    assertThat(tail.strip()).isEqualTo("c");
    String prompt = format.prompt("s", "p").toString();
    assertThat(withSystem).startsWith(prompt);
    assertThat(withSystem.substring(prompt.length()).strip()).isEqualTo("c");
  }

  @Test
  void autoIsTheModelsOwnTemplate() {
    assertThat(own(Family.QWEN_2, "{{ '<|im_start|>' }}").name()).isEqualTo("chatml");
    assertThat(own(Family.LLAMA_3, "<|start_header_id|> <|end_header_id|>").name())
        .isEqualTo("llama3");
    assertThat(own(Family.PHI_3, "<|assistant|> <|end|>").name()).isEqualTo("phi3");
    assertThat(own(Family.LLAMA_2, "[INST] <<SYS>> content.strip()")).isEqualTo(ChatFormat.LLAMA2);
    ChatFormat phi3 = own(Family.PHI_3, "<|assistant|> <|end|>");
    assertThat(phi3.text("s", "p", "c"))
        .hasToString("<|system|>\ns<|end|>\n<|user|>\np<|end|>\n<|assistant|>\nc");
  }

  @Test
  void mistralIsTheModelsOwnVersionWhereItHasOne() {
    String v7 = "[INST] [SYSTEM_PROMPT]";
    Path file =
        TinyModel.of(Family.LLAMA_2.vocabulary()).chatTemplate(v7).write(folder.resolve("m"));
    assertThat(format(file, ChatFormatName.MISTRAL).text("s", "p", "c"))
        .hasToString("[SYSTEM_PROMPT] s[/SYSTEM_PROMPT][INST] p[/INST] c");
  }

  @Test
  void withoutATemplateOnlyLlama2sTokensSpeakForThemselves() {
    assertThat(format(Family.LLAMA_2.vocabulary(), ChatFormatName.AUTO))
        .isEqualTo(ChatFormat.LLAMA2);
    assertThatThrownBy(() -> format(Family.GPT_2.vocabulary(), ChatFormatName.AUTO))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("has no chat template", "--chat-format", "none");
    assertThatThrownBy(() -> own(Family.GPT_2, "{{ unheard of }}"))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("none of those that llama.cpp has built in", "--chat-format");
  }

  @ParameterizedTest
  @EnumSource
  void markersOfTheFormatAreControlTokensAsInATextOfTheModelsOwn(Family family) {
    try (LlamaModel model =
        LlamaModel.load(family.vocabulary(), LlamaModel.Options.tokenizer(), Progress.NONE)) {
      for (ChatFormatName name : ChatFormatName.values()) {
        if (name != ChatFormatName.AUTO) {
          FormattedText text =
              ChatFormats.of(name, model).text("Be kind.", "Why é 🙂?\n", "So / so.");
          byte[] utf8 = text.utf8();
          int[] whole = {0, utf8.length};
          assertThat(model.tokenize(utf8, text.markup()).tokens())
              .as(name.name())
              .isEqualTo(model.tokenize(utf8, whole).tokens());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LLAMA_3,LLAMA3,true",
    "QWEN_2,CHATML,true",
    "LLAMA_2,LLAMA3,false",
    "GPT_2,GEMMA,false",
    "LLAMA_2,LLAMA2,true",
    "GPT_2,NONE,true"
  })
  void whetherAModelKnowsTheMarkers(Family family, ChatFormatName name, boolean knows) {
    boolean known =
        with(
            family.vocabulary(),
            model -> ChatFormats.hasMarkers(ChatFormats.of(name, model), model));
    assertThat(known).isEqualTo(knows);
  }
}
