package dev.steerage.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.vector.GgufFile;
import dev.steerage.vector.GgufTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyLoraTest {
  private static final int WIDTH = 64;
  private static final int RANK = 3;
  private static final String QUERY = "blk.0.attn_q.weight";
  private static final String DOWN = "blk.1.ffn_down.weight";

  @TempDir Path folder;
  private TinyModel model;
  private TinyLora lora;

  @BeforeEach
  void make() {
    model = TinyModel.of(Path.of("models/steerage-demo-f16.gguf"));
    lora = TinyLora.of(model, DOWN, QUERY).rank(RANK).alpha(6);
  }

  @Test
  void anAdapterHasTheNamesAndShapesThatLlamaCppAsksFor() {
    GgufFile adapter = GgufFile.read(lora.write(folder.resolve("lora.gguf")));

    assertThat(adapter.metadata())
        .containsEntry("general.architecture", "llama")
        .containsEntry("general.type", "adapter")
        .containsEntry("adapter.type", "lora")
        .containsEntry("adapter.lora.alpha", 6.0);
    assertThat(adapter.tensors())
        .extracting(GgufTensor::name)
        .containsExactly(QUERY + ".lora_a", QUERY + ".lora_b", DOWN + ".lora_a", DOWN + ".lora_b");
    assertThat(adapter.tensors())
        .extracting(GgufTensor::dimensions)
        .containsExactly(List.of(64L, 3L), List.of(3L, 64L), List.of(128L, 3L), List.of(3L, 64L));
  }

  @Test
  void mergedWeightsAreTheModelsPlusTheScaledProduct() {
    GgufFile plain = GgufFile.read(model.write(folder.resolve("model.gguf")));
    GgufFile merged = GgufFile.read(lora.writeMerged(folder.resolve("merged.gguf"), -0.25));
    GgufFile adapter = GgufFile.read(lora.write(folder.resolve("lora.gguf")));

    float[] a = values(adapter, QUERY + ".lora_a");
    float[] b = values(adapter, QUERY + ".lora_b");
    float[] before = values(plain, QUERY);
    float[] after = values(merged, QUERY);
    for (int output = 0; output < WIDTH; output++) {
      for (int input = 0; input < WIDTH; input++) {
        double product = 0;
        for (int r = 0; r < RANK; r++) {
          product += (double) b[RANK * output + r] * a[WIDTH * r + input];
        }
        int at = WIDTH * output + input;
        // -0.25 * alpha 6 / rank 3
        assertThat((double) after[at]).isCloseTo(before[at] - 0.5 * product, within(1e-7));
      }
    }
  }

  @Test
  void onlyTheTargetsChange() {
    GgufFile plain = GgufFile.read(model.write(folder.resolve("model.gguf")));
    GgufFile merged = GgufFile.read(lora.writeMerged(folder.resolve("merged.gguf"), 1));

    for (GgufTensor tensor : plain.tensors()) {
      boolean isEqual = Arrays.equals(plain.values(tensor), values(merged, tensor.name()));
      assertThat(isEqual)
          .as(tensor.name())
          .isEqualTo(!List.of(QUERY, DOWN).contains(tensor.name()));
    }
    assertThat(merged.metadata()).isEqualTo(plain.metadata());
  }

  @Test
  void atScaleZeroTheMergedModelIsTheModel() throws IOException {
    Path plain = model.write(folder.resolve("model.gguf"));
    Path merged = lora.writeMerged(folder.resolve("merged.gguf"), 0);

    assertThat(Files.mismatch(plain, merged)).isEqualTo(-1);
  }

  @Test
  void aMergedModelAnswersOtherwise() {
    String text = "The same text, twice over.";
    TinyLogits plain = TinyLogits.of(model.write(folder.resolve("model.gguf")), text);
    TinyLogits merged = TinyLogits.of(lora.writeMerged(folder.resolve("merged.gguf"), 1), text);

    merged.areUsable();
    assertThat(merged).isNotEqualTo(plain);
  }

  @Test
  void theSameSeedWritesTheSameAdapterAndAnotherDoesNot() throws IOException {
    Path first = lora.write(folder.resolve("first.gguf"));
    Path second = lora.write(folder.resolve("second.gguf"));
    Path other = lora.seed(2).write(folder.resolve("other.gguf"));

    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    assertThat(Files.mismatch(first, other)).isNotEqualTo(-1);
  }

  @Test
  void noAdapterIsMadeForOtherTensors() {
    for (String name :
        List.of("token_embd.weight", "output_norm.weight", "blk.2.attn_q.weight", "attn_q")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TinyLora.of(model, name))
          .withMessageContaining(name);
    }
  }

  private static float[] values(GgufFile file, String name) {
    return file.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .map(file::values)
        .orElseThrow();
  }
}
