package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.llama.LlamaLibrary;
import dev.steerage.llama.LlamaLibrary.Device;
import dev.steerage.llama.LlamaModel.SplitMode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** On GPUs: {@code mvn verify -Dtests.excluded=none} or scripts/gpu-check.sh on such a machine. */
@Tag("cuda")
class CudaParityTest extends DeviceParity {
  private static List<String> gpus() {
    List<String> gpus =
        LlamaLibrary.devices().stream().filter(GpuUse::isGpu).map(Device::name).toList();
    assertThat(gpus)
        .as("GPUs that this build sees; it needs one, and a library of build-native.sh --cuda")
        .isNotEmpty();
    return gpus;
  }

  @Override
  GpuUse device() {
    return all(SplitMode.LAYER, gpus().get(0));
  }

  @Override
  int threads() {
    return 4;
  }

  /** Weights in F16 are multiplied with activations in F16 there as on the CPU. */
  @Override
  double bound() {
    return SelfTest.BOUND;
  }

  @Override
  double batchBound() {
    return 1e-3;
  }

  @Test
  void everyGpuGivesTheSameAloneAndWithTheOthers(TestReporter reporter) throws IOException {
    String first = gpus().get(0);
    for (String gpu : gpus()) {
      compareDevices(all(SplitMode.LAYER, first), all(SplitMode.NONE, gpu), reporter);
    }
    String[] every = gpus().toArray(String[]::new);
    compareDevices(all(SplitMode.LAYER, first), all(SplitMode.LAYER, every), reporter);
  }
}
