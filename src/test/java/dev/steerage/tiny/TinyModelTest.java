package dev.steerage.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import dev.steerage.vector.GgufEntries;
import dev.steerage.vector.GgufFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyModelTest {
  private static final Path DEMO = Path.of("models/steerage-demo-f16.gguf");

  @TempDir Path folder;

  @Test
  void aModelIsWhatItsOptionsSay() {
    Path file =
        TinyModel.of(DEMO)
            .layers(3)
            .width(32)
            .heads(2)
            .feedForward(48)
            .context(100)
            .chatTemplate("{{ messages }} é")
            .write(folder.resolve("model.gguf"));

    try (LlamaModel model = load(file)) {
      assertThat(model.layers()).isEqualTo(3);
      assertThat(model.width()).isEqualTo(32);
      assertThat(model.trainedContext()).isEqualTo(100);
      assertThat(model.vocabularySize()).isEqualTo(32_000);
      assertThat(model.weightType()).isEqualTo("all F32");
      assertThat(model.metadata("general.name")).contains("behaviour steering demo model");
      assertThat(model.metadata("tokenizer.chat_template")).contains("{{ messages }} é");
      assertThat(model.metadata("llama.attention.head_count")).contains("2");
      assertThat(model.metadata("llama.feed_forward_length")).contains("48");
    }
  }

  @Test
  void theTokenizerIsCopiedByteForByte() {
    Path file = TinyModel.of(DEMO).write(folder.resolve("model.gguf"));

    Map<String, byte[]> copied = GgufEntries.read(file);
    Map<String, byte[]> original = GgufEntries.read(DEMO);
    copied.keySet().removeIf(key -> !key.startsWith("tokenizer."));
    original.keySet().removeIf(key -> !key.startsWith("tokenizer."));
    assertThat(copied).hasSizeGreaterThan(8).containsExactlyEntriesOf(original);
  }

  @Test
  void aChatTemplateTakesThePlaceOfTheTokenizersOwn() {
    Path first = TinyModel.of(DEMO).chatTemplate("one").write(folder.resolve("first.gguf"));
    Path kept = TinyModel.of(first).write(folder.resolve("kept.gguf"));
    Path replaced = TinyModel.of(first).chatTemplate("two").write(folder.resolve("second.gguf"));

    assertThat(GgufFile.read(kept).text("tokenizer.chat_template")).contains("one");
    assertThat(GgufFile.read(replaced).text("tokenizer.chat_template")).contains("two");
  }

  @Test
  void theSameSeedWritesTheSameBytesAndAnotherDoesNot() throws IOException {
    Path first = TinyModel.of(DEMO).seed(5).write(folder.resolve("first.gguf"));
    Path second = TinyModel.of(DEMO).seed(5).write(folder.resolve("second.gguf"));
    Path other = TinyModel.of(DEMO).seed(6).write(folder.resolve("other.gguf"));

    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    assertThat(Files.size(other)).isEqualTo(Files.size(first));
    assertThat(Files.mismatch(first, other)).isNotEqualTo(-1);
  }

  @Test
  void aFileWithoutTokensIsNoTokenizer() {
    Path vector = Path.of("models/demo/vectors/corrigible.gguf");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TinyModel.of(vector).write(folder.resolve("model.gguf")));
  }

  @Test
  void logitsAreFiniteAndSpreadAndDependOnTheText() {
    Path file = TinyModel.of(DEMO).write(folder.resolve("model.gguf"));

    TinyLogits.of(file, "The same text, twice over.").areUsable();
  }

  private static LlamaModel load(Path file) {
    return LlamaModel.load(file, LlamaModel.Options.cpu(), Progress.NONE);
  }
}
