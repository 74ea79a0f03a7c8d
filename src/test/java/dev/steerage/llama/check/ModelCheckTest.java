package dev.steerage.llama.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import dev.steerage.llama.Progress;
import dev.steerage.llama.Quantizer;
import dev.steerage.tiny.Family;
import dev.steerage.tiny.TinyArchitecture;
import dev.steerage.tiny.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is let through, and what is wrong with a header in one place. */
class ModelCheckTest {
  private static final Path DEMO = Path.of("models/steerage-demo-f16.gguf");
  private static final int KEY_TYPE_BYTES = 4;

  @TempDir private Path folder;

  private static void passes(Path file) {
    assertThatCode(() -> ModelCheck.check(file)).as(file.toString()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void tokenizersOfAllFamiliesPass(Family family) {
    passes(family.vocabulary());
  }

  @ParameterizedTest
  @EnumSource
  void modelsOfAllArchitecturesPass(TinyArchitecture architecture) {
    passes(TinyModel.of(DEMO).architecture(architecture).write(folder.resolve("model.gguf")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"f32", "q8_0", "q4_k_m", "q2_k", "iq4_xs", "tq1_0", "bf16"})
  void quantizedModelsPass(String type) {
    passes(DEMO);
    Path file = folder.resolve("model.gguf");
    Quantizer.quantize(
        DEMO, file, type, 2, Quantizer.Requantize.REFUSE, Optional.empty(), Progress.NONE);
    passes(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama.block_count|0|its llama.block_count is 0, not in 1 to 512",
        "llama.block_count|1|its tensor 'blk.1.attn_norm.weight' is of a block",
        "llama.embedding_length|-1|its llama.embedding_length is 4294967295",
        "llama.embedding_length|128|its tensor 'output_norm.weight' is of the shape [64], but the metadata make it [128]",
        "llama.context_length|0|its llama.context_length is 0",
        "llama.attention.head_count|0|its llama.attention.head_count is 0",
        "llama.attention.head_count|7|its width of 64 is no multiple of its 7 attention heads",
        "llama.attention.layer_norm_rms_epsilon|2143289344|layer_norm_rms_epsilon is NaN",
        "llama.attention.layer_norm_rms_epsilon|-1082130432|layer_norm_rms_epsilon is -1.0, below 0",
        "tokenizer.ggml.bos_token_id|32000|its tokenizer.ggml.bos_token_id is 32000, but it has 32000 tokens",
      })
  void numbersThatCannotBeAreNamed(String key, int value, String sentence) throws IOException {
    Path model = TinyModel.of(DEMO).write(folder.resolve("model.gguf"));
    byte[] bytes = Files.readAllBytes(model);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(indexOf(bytes, key) + key.length() + KEY_TYPE_BYTES, value);
    refused(Files.write(model, bytes), sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<0x01>|<0x00>|its token 4 '<0x00>' has the text of one before it",
        "<0x01>|<0x01}|its token 4 stands for a byte but is written '<0x01}'",
        "general.architecture|general.architectura|no general.architecture",
        "tokenizer.ggml.model|tokenizer.ggml.nodel|no tokenizer.ggml.model",
        "tokenizer.ggml.tokens|tokenizer.ggml.tokenz|no tokenizer.ggml.tokens",
        "llama.block_count|llama.block_coumt|no number llama.block_count",
        "blk.1.ffn_up.weight|blk.7.ffn_up.weight|'blk.7.ffn_up.weight' is of a block that a model of 2 blocks",
        "blk.1.ffn_up.weight|blk.0.ffn_up.weight|has the tensor 'blk.0.ffn_up.weight' twice",
        "token_embd.weight|token_ambd.weight|it has no tensor 'token_embd.weight'",
      })
  void textsThatCannotBeAreNamed(String from, String to, String sentence) throws IOException {
    Path model = TinyModel.of(DEMO).write(folder.resolve("model.gguf"));
    byte[] bytes = Files.readAllBytes(model);
    byte[] other = to.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(other, 0, bytes, indexOf(bytes, from), other.length);
    refused(Files.write(model, bytes), sentence);
  }

  @Test
  void filesOfAnotherKindAreNamed() {
    refused(Path.of("models/demo/vectors/myopia.gguf"), "is a steering vector, so name a model");
    refused(Path.of("models/demo/loras/corrigible.gguf"), "is no model (general.type 'adapter')");
    refused(Path.of("README.md"), "no GGUF file");
  }

  private static void refused(Path file, String sentence) {
    assertThatThrownBy(() -> ModelCheck.check(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("\n");
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }
}
