package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaLibrary.Device;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SplitMode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuUseTest {
  private static final int ALL = LlamaModel.Options.ALL_LAYERS;
  private static final Device CPU = new Device("CPU", "a CPU", 0, 0);
  private static final Device FIRST = new Device("CUDA0", "a GPU", 0, 0);
  private static final Device SECOND = new Device("CUDA1", "a GPU", 0, 0);
  private static final List<Device> MACHINE = List.of(FIRST, SECOND, CPU);

  private static GpuUse use(int layers, SplitMode mode, String... devices) {
    return new GpuUse(layers, List.of(devices), mode, List.of());
  }

  @Test
  void allGpusAreUsedWhereBlocksAreKeptThereAndNoneElse() {
    assertThat(GpuUse.layers(ALL).gpus(MACHINE)).containsExactly(FIRST, SECOND);
    assertThat(GpuUse.layers(3).gpus(List.of(CPU))).isEmpty();
    assertThat(GpuUse.none().gpus(MACHINE)).isEmpty();
    assertThat(use(0, SplitMode.LAYER, "CPU").gpus(MACHINE)).isEmpty();
  }

  @Test
  void thoseThatAreNamedAreUsedInTheirOrder() {
    assertThat(use(ALL, SplitMode.LAYER, "CUDA1", "CUDA0").gpus(MACHINE))
        .containsExactly(SECOND, FIRST);
    assertThat(use(ALL, SplitMode.NONE, "CUDA1", "CUDA0").gpus(MACHINE)).containsExactly(SECOND);
    assertThat(use(0, SplitMode.LAYER, "CUDA1").gpus(MACHINE)).containsExactly(SECOND);
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> use(ALL, SplitMode.LAYER, "CUDA2").gpus(MACHINE))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "devices names CUDA2, which this build does not see; it sees CUDA0, CUDA1, CPU");
  }

  @Test
  void sharesAreOfTheGpusInUse() {
    GpuUse three = new GpuUse(ALL, List.of(), SplitMode.LAYER, List.of(1.0, 2.0, 1.0));
    assertThatThrownBy(() -> three.gpus(MACHINE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("3 shares for 2 GPUs");
    GpuUse two = new GpuUse(ALL, List.of(), SplitMode.LAYER, List.of(0.0, 2.0));
    assertThat(two.gpus(MACHINE)).hasSize(2);
    // where there is no GPU, the settings have no effect
    assertThat(three.gpus(List.of(CPU))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-2|CUDA0|LAYER||gpu-layers -2 is out of range",
        "-1|CUDA0 CUDA0|LAYER||has a name twice",
        "-1|CPU CUDA0|LAYER||has CPU among GPUs",
        "-1|CPU|LAYER||name a GPU, or leave gpu-layers out",
        "-1||LAYER|1 -1|0 or more",
        "-1||LAYER|0 0|not all of them 0",
        "-1||LAYER|NaN 1|0 or more",
        "-1||NONE|1 2|tensor-split is of no use with split-mode none"
      })
  void whatCannotBeIsRefused(
      int layers, String devices, SplitMode mode, String shares, String words) {
    assertThatThrownBy(
            () ->
                new GpuUse(
                    layers,
                    words(devices),
                    mode,
                    words(shares).stream().map(Double::valueOf).toList()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(words);
  }

  private static List<String> words(String text) {
    return text == null ? List.of() : Arrays.asList(text.split(" "));
  }
}
