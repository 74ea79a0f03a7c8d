package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashTest {
  @TempDir private Path folder;

  @Test
  void itIsTheSha256OfTheBytes() throws Exception {
    Path file = Files.writeString(folder.resolve("weights.gguf"), "abc");

    // FIPS 180-4, appendix on SHA-256
    assertThat(new FileHash(new InputFile(file)).get())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aFileThatGoesMeanwhileIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("weights.gguf"), "abc");
    InputFile input = new InputFile(file);
    Files.delete(file);

    assertThatThrownBy(() -> new FileHash(input).get())
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": cannot be read (no such file); check the file");
  }

  @Test
  void twoOfOneFileAreEqual() throws Exception {
    Path file = Files.writeString(folder.resolve("weights.gguf"), "abc");
    Path other = Files.writeString(folder.resolve("other.gguf"), "abc");

    assertThat(Inputs.ModelInput.read(file)).isEqualTo(Inputs.ModelInput.read(file));
    assertThat(Inputs.ModelInput.read(file)).isNotEqualTo(Inputs.ModelInput.read(other));
  }
}
