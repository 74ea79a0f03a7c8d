package dev.steerage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {
  private static final Path VECTOR = Path.of("models/demo/vectors/corrigible.gguf");
  private static final Path MODEL = Path.of("models/steerage-demo-f16.gguf");

  @TempDir Path folder;

  static boolean isModelThere() {
    return Files.exists(MODEL);
  }

  private void refused(GgufBytes bytes, String... parts) throws IOException {
    Path file = bytes.write(folder.resolve("made.gguf"));
    assertThatThrownBy(() -> GgufFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("made.gguf")
        .hasMessageContainingAll(parts);
  }

  @Test
  void readsTheHeaderOfAControlVector() {
    GgufFile file = GgufFile.read(VECTOR);
    assertThat(file.version()).isEqualTo(3);
    assertThat(file.text("general.architecture")).contains("controlvector");
    assertThat(file.text("controlvector.layer_count")).isEmpty();
    assertThat(file.metadata()).containsEntry("controlvector.layer_count", 5L);
    assertThat(file.tensors())
        .extracting(GgufTensor::name)
        .containsExactly("direction.1", "direction.2", "direction.3", "direction.4", "direction.5");
    assertThat(file.tensors().get(0).bytes()).isEqualTo(1024);
  }

  @Test
  @EnabledIf("isModelThere")
  void readsTheHeaderOfAModel() {
    GgufFile file = GgufFile.read(MODEL);
    assertThat(file.text("general.architecture")).contains("llama");
    assertThat(file.metadata())
        .hasEntrySatisfying("tokenizer.ggml.tokens", isArray("string"))
        .hasEntrySatisfying("tokenizer.ggml.scores", isArray("float32"))
        .containsEntry("tokenizer.ggml.add_bos_token", true)
        .containsEntry("llama.block_count", 6L);
    assertThat(file.firstText("tokenizer.ggml.tokens")).contains("<unk>");
    assertThat(file.firstText("tokenizer.ggml.scores")).isEmpty();
    assertThat(file.firstText("llama.block_count")).isEmpty();
    assertThat(file.tensors().get(0).name()).isEqualTo("token_embd.weight");
    assertThat(file.tensors().get(0).dimensions()).containsExactly(256L, 32000L);
  }

  private static Condition<Object> isArray(String type) {
    return new Condition<>(
        value ->
            value instanceof GgufArray array
                && array.elementType().equals(type)
                && array.length() == 32000,
        "32,000 of " + type);
  }

  @Test
  void damageIsASentenceAndNothingElse() throws IOException {
    Damage.cutsAreRefused(VECTOR, folder, GgufFile::read);
    Damage.changesAreReadOrRefused(VECTOR, folder, GgufFile::read);
  }

  @Test
  void countsAndLengthsAreCheckedAgainstTheFile() throws IOException {
    refused(new GgufBytes(-1, 0), "18446744073709551615 tensors");
    refused(new GgufBytes(0, Long.MAX_VALUE), "keys follow");
    refused(new GgufBytes(0, 1).int64(1L << 40).int64(0), "bytes of text");
    refused(new GgufBytes(0, 1).string("a").int32(9).int32(6).int64(1L << 62).int64(0), "elements");
    refused(new GgufBytes(0, 1).string("a").int32(9).int32(9).int64(1).floats(1), "nested");
    refused(new GgufBytes(0, 1).string("a").int32(13).floats(1), "unknown type 13");
    refused(new GgufBytes(0, 2).key("a", "b").key("a", "c").floats(1), "'a' twice");
    refused(new GgufBytes(0, 1).string("general.alignment").int32(4).int32(24), "power of two");
  }

  @Test
  void tensorsMustLieInTheFile() throws IOException {
    refused(new GgufBytes(1, 0).tensor("t", 8, 0, 0).floats(1, 2, 3), "'t' outside the file");
    refused(new GgufBytes(1, 0).tensor("t", 2, 0, -32).floats(1, 2), "outside the file");
    refused(new GgufBytes(1, 0).tensor("t", 2, 0, 4).floats(1, 2, 3), "alignment");
    refused(new GgufBytes(1, 0).tensor("t", 1L << 62, 0, 0).floats(1), "dimension");
    refused(new GgufBytes(1, 0).tensor("t", 0, 0, 0).floats(1), "dimension of 0");
    refused(new GgufBytes(1, 0).tensor("t", 33, 8, 0).floats(new float[99]), "whole blocks");
    refused(new GgufBytes(1, 0).tensor("t", 1, 4, 0).floats(1), "unknown type 4");
    refused(new GgufBytes(1, 0).string("t").int32(5).floats(new float[9]), "5 dimensions");
    refused(
        new GgufBytes(2, 0).tensor("t", 1, 0, 0).tensor("t", 1, 0, 32).floats(new float[9]),
        "'t' twice");
  }

  @Test
  void otherVersionsAndFilesAreRefused() throws IOException {
    Path file = folder.resolve("other.gguf");
    Files.write(file, new byte[] {'G', 'G', 'U', 'F', 0, 0, 0, 3});
    assertThatThrownBy(() -> GgufFile.read(file)).hasMessageContaining("big-endian");
    Files.write(file, new byte[] {'G', 'G', 'U', 'F', 1, 0, 0, 0});
    assertThatThrownBy(() -> GgufFile.read(file)).hasMessageContaining("version 1");
    Files.writeString(file, "hello");
    assertThatThrownBy(() -> GgufFile.read(file)).hasMessageContaining("neither");
  }
}
