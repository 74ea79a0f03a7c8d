package dev.steerage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SteeringVectorReaderTest {
  private static final Path TORCH = Path.of("src/test/resources/vectors");
  private static final Path GGUF = Path.of("models/demo/vectors");

  @TempDir Path folder;

  private void refused(GgufBytes bytes, String... parts) throws IOException {
    refused(bytes.write(folder.resolve("made.gguf")), parts);
  }

  private static void refused(Path file, String... parts) {
    assertThatThrownBy(() -> SteeringVectorReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(String.valueOf(file.getFileName()))
        .hasMessageContainingAll(parts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"corrigible", "hallucination", "myopia", "sycophancy"})
  void theSameVectorInBothFormatsIsEqualBitForBit(String name) {
    SteeringVector torch = SteeringVectorReader.read(TORCH.resolve(name + "-layer2.pt"));
    SteeringVector gguf = SteeringVectorReader.read(GGUF.resolve(name + ".gguf"));
    assertThat(torch.fitsAnyLayer()).isTrue();
    assertThat(torch.width()).isEqualTo(256);
    assertThat(gguf.fitsAnyLayer()).isFalse();
    assertThat(gguf.layers()).containsExactly(1, 2, 3, 4, 5);
    assertThat(gguf.sha256()).isEqualTo(new InputFile(gguf.file()).sha256());
    assertThat(bits(torch.direction(2))).isEqualTo(bits(gguf.direction(2)));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  @Test
  void theContentCountsAndNotTheEnding() throws IOException {
    Path file = Files.copy(TORCH.resolve("row.pt"), folder.resolve("row.gguf"));
    assertThat(SteeringVectorReader.read(file).direction(7)).hasSize(6);
  }

  @Test
  void halvesAreTakenToo() throws IOException {
    Path file =
        new GgufBytes(1, 0)
            .tensor("direction.3", 2, 1, 0)
            .halves(0x3c00, 0xc000)
            .write(folder.resolve("half.gguf"));
    assertThat(SteeringVectorReader.read(file).direction(3)).containsExactly(1, -2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "matrix|tensor of shape [2, 3]",
        "list|list of 2 tensors",
        "number|holds no tensor",
        "nan|value 1 of the tensor is NaN",
        "command|refused: the file asks for 'posix system'",
        "custom|refused: the file asks for '__main__ Custom'",
        "scalar|shape []",
        "empty|is empty or zero",
        "zeros|is empty or zero",
        "before-1.6|torch.save of 1.6",
      })
  void saysWhyATensorIsNoDirection(String name, String part) {
    refused(TORCH.resolve(name + ".pt"), part);
  }

  @Test
  void saysWhyAControlVectorIsRefused() throws IOException {
    refused(new GgufBytes(1, 0).tensor("direction.1", 2, 0, 0).floats(0, 0), "zero");
    refused(
        new GgufBytes(1, 0).tensor("direction.1", 2, 0, 0).floats(1, Float.NaN),
        "value 1 of 'direction.1' is NaN");
    refused(
        new GgufBytes(2, 0)
            .tensor("direction.1", 1, 0, 0)
            .tensor("direction.2", 2, 0, 32)
            .floats(new float[10]),
        "zero");
    refused(
        new GgufBytes(2, 0)
            .tensor("direction.1", 1, 0, 0)
            .tensor("direction.2", 2, 0, 32)
            .floats(1, 0, 0, 0, 0, 0, 0, 0, 1, 2),
        "'direction.2' has 2 values but 'direction.1' has 1");
    refused(new GgufBytes(1, 0).tensor("direction.1", 1, 26, 0).floats(1), "type I32");
    refused(
        new GgufBytes(2, 0)
            .tensor("direction.1", 1, 0, 0)
            .tensor("direction.-1", 1, 0, 32)
            .floats(new float[10]),
        "1 tensors",
        "'direction.-1'");
    refused(
        new GgufBytes(2, 0)
            .tensor("direction.1", 1, 0, 0)
            .tensor("direction.1b", 1, 0, 32)
            .floats(1, 0, 0, 0, 0, 0, 0, 0, -1),
        "the sum of the tensors");
    refused(
        new GgufBytes(1, 0)
            .string("direction.1")
            .int32(2)
            .int64(2)
            .int64(2)
            .int32(0)
            .int64(0)
            .floats(1, 2, 3, 4),
        "shape [2, 2]");
  }

  @Test
  void aModelIsCalledAModel() throws IOException {
    refused(
        new GgufBytes(1, 1)
            .key("general.architecture", "llama")
            .tensor("token_embd.weight", 1, 0, 0)
            .floats(1),
        "is a model (architecture llama)");
    refused(new GgufBytes(0, 1).key("general.architecture", "controlvector"), "direction.<layer>");
    refused(new GgufBytes(0, 0), "holds no tensor");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    refused(Files.writeString(folder.resolve("a.txt"), "hello"), "neither");
    refused(Files.writeString(folder.resolve("b.txt"), ""), "neither");
    refused(folder.resolve("none.pt"), "no such file");
    refused(folder, "regular file");
  }

  @Test
  void damageIsASentenceAndNothingElse() throws IOException {
    Path file = GGUF.resolve("myopia.gguf");
    Damage.cutsAreRefused(file, folder, SteeringVectorReader::read);
    Damage.changesAreReadOrRefused(file, folder, SteeringVectorReader::read);
  }
}
