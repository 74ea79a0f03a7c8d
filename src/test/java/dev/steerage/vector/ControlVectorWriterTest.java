package dev.steerage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlVectorWriterTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadAgainBitForBit() throws IOException {
    Path file = folder.resolve("vector.gguf");
    float[] third = {1.5f, -0f, Float.MIN_VALUE, 1e30f, 0.1f};
    float[] seventh = {-1, 2, -3, 4, -5};

    ControlVectorWriter.write(file, "llama", new TreeMap<>(Map.of(3, third, 7, seventh)));

    SteeringVector vector = SteeringVectorReader.read(file);
    assertThat(vector.layers()).containsExactly(3, 7);
    assertThat(vector.direction(3)).containsExactly(third);
    assertThat(vector.direction(7)).containsExactly(seventh);
    GgufFile gguf = GgufFile.read(file);
    assertThat(gguf.text("general.architecture")).contains("controlvector");
    assertThat(gguf.text("controlvector.model_hint")).contains("llama");
    assertThat(Files.size(file) % 32).isZero();
  }

  @Test
  void whatLlamaCppWouldRejectIsNotWritten() {
    refused(new TreeMap<>());
    refused(new TreeMap<>(Map.of(0, new float[4])));
    refused(new TreeMap<>(Map.of(1, new float[4], 2, new float[5])));
    refused(new TreeMap<>(Map.of(1, new float[0])));
  }

  private void refused(SortedMap<Integer, float[]> directions) {
    Path file = folder.resolve("refused.gguf");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ControlVectorWriter.write(file, "llama", directions));
    assertThat(file).doesNotExist();
  }
}
