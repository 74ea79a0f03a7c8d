package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.llama.LlamaModel;
import dev.steerage.vector.GgmlType;
import dev.steerage.vector.GgufFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomModelTest {
  private static final Path DEMO = Path.of("models/steerage-demo-f16.gguf");
  private static final RandomModel MODEL = new RandomModel(DEMO, 3, 64, 4, 96, 512, 7);

  @TempDir private Path folder;

  @Test
  void aFileOfEachTypeLoadsAndHasTheShape() {
    for (GgmlType type : new GgmlType[] {GgmlType.F32, GgmlType.F16}) {
      Path file = MODEL.gguf(type).write(folder.resolve(type + ".gguf"));
      try (LlamaModel model = Models.load(file, LlamaModel.Options.cpu())) {
        assertThat(ModelShape.of(model)).isEqualTo(new ModelShape(3, 64, 512, false));
        assertThat(model.parameters()).isEqualTo(MODEL.parameters());
        assertThat(model.vocabularySize()).isEqualTo(32_000);
        assertThat(model.weightType()).contains(type.name());
      }
      assertThat(GgufFile.read(file).tensors())
          .filteredOn(tensor -> tensor.dimensions().size() == 2)
          .hasSize(2 + 3 * 7)
          .allMatch(tensor -> tensor.type() == type);
    }
  }

  @Test
  void theSameModelWritesTheSameBytes() throws IOException {
    Path one = MODEL.gguf(GgmlType.F16).write(folder.resolve("one.gguf"));
    Path two = MODEL.gguf(GgmlType.F16).write(folder.resolve("two.gguf"));
    assertThat(Files.mismatch(one, two)).isEqualTo(-1);
  }
}
