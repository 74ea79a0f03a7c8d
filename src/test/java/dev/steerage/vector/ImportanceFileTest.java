package dev.steerage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import dev.steerage.tiny.TinyImatrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportanceFileTest {
  @TempDir private Path folder;
  private TinyImatrix matrix;
  private Path gguf;
  private Path binary;

  @BeforeEach
  void write() {
    matrix = TinyImatrix.of(Path.of("models/steerage-demo-f16.gguf"));
    matrix.values().keySet().removeIf(name -> !name.startsWith("blk.1.ffn"));
    gguf = matrix.gguf(folder.resolve("matrix.gguf"));
    binary = matrix.binary(folder.resolve("matrix.dat"));
  }

  @Test
  void bothFormatsGiveTheMeans() {
    for (Path file : List.of(gguf, binary)) {
      ImportanceFile read = ImportanceFile.read(file);
      assertThat(read.dataset()).contains(TinyImatrix.DATASET);
      assertThat(read.chunks()).isEqualTo(TinyImatrix.CHUNKS);
      assertThat(read.tensors()).containsExactlyElementsOf(matrix.values().keySet());
      for (int i = 0; i < read.tensors().size(); i++) {
        float[] means = matrix.values().get(read.tensors().get(i));
        assertThat(read.values(i)).isEqualTo(means);
        assertThat(read.sizes().get(i)).isEqualTo(means.length);
      }
    }
  }

  /** llama.cpp: columns of a count of 0 are 1 in GGUF; without calls a sum stays as it is. */
  @Test
  void countsOfZeroDivideNothing() throws IOException {
    byte[] bytes = Files.readAllBytes(binary);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int calls = 2 * Integer.BYTES + in.getInt(Integer.BYTES);
    float sum = in.getFloat(calls + 2 * Integer.BYTES);
    in.putInt(calls, 0);
    Files.write(binary, bytes);
    assertThat(ImportanceFile.read(binary).values(0)[0]).isEqualTo(sum);

    GgufTensor counts = GgufFile.read(gguf).tensors().get(1);
    assertThat(counts.name()).endsWith(".counts");
    byte[] zero = Files.readAllBytes(gguf);
    ByteBuffer.wrap(zero).putFloat((int) counts.position(), 0);
    Files.write(gguf, zero);
    assertThat(ImportanceFile.read(gguf).values(0)).containsOnly(1);
    assertThat(ImportanceFile.read(gguf).values(1)).doesNotContain(1);
  }

  @Test
  void damageIsASentenceAndNothingElse() throws IOException {
    for (Path file : List.of(gguf, binary)) {
      Damage.cutsAreRefused(file, folder, ImportanceFileTest::readAll);
      Damage.changesAreReadOrRefused(file, folder, ImportanceFileTest::readAll);
    }
  }

  @Test
  void lengthsAreCheckedAgainstTheFile() throws IOException {
    refusedWith(0, Integer.MAX_VALUE, "no importance matrix");
    refusedWith(0, -1, "no importance matrix");
    refusedWith(4, Integer.MAX_VALUE, "no importance matrix");
    int calls =
        8 + ByteBuffer.wrap(Files.readAllBytes(binary)).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    refusedWith(calls, -1, "negative number of calls");
    refusedWith(calls + 4, Integer.MAX_VALUE, "2147483647 values follow");
    refusedWith(calls + 4, 0, "0 values follow");
    Files.write(binary, new byte[3], StandardOpenOption.APPEND);
    assertThatThrownBy(() -> ImportanceFile.read(binary))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("3 bytes more");
  }

  private void refusedWith(int position, int value, String words) throws IOException {
    byte[] bytes = Files.readAllBytes(binary);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(position, value);
    Path file = Files.write(folder.resolve("changed.dat"), bytes);
    assertThatThrownBy(() -> ImportanceFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("changed.dat")
        .hasMessageContaining(words);
  }

  private static void readAll(Path file) {
    ImportanceFile read = ImportanceFile.read(file);
    for (int i = 0; i < read.tensors().size(); i++) {
      read.values(i);
    }
  }
}
