package dev.steerage.llama;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LlamaLibraryTest {
  @Test
  void theCpuIsADeviceWithMemoryAndAReadableName() {
    assertThat(LlamaLibrary.devices())
        .anySatisfy(
            device -> {
              assertThat(device.name()).isEqualTo("CPU");
              assertThat(device.description()).isNotBlank().isPrintable();
              assertThat(device.memoryTotal()).isGreaterThan(1L << 20);
              assertThat(device.memoryFree()).isBetween(0L, device.memoryTotal());
            });
  }

  @Test
  void itSaysItsVersionAndWhatItWasBuiltFor() {
    assertThat(LlamaLibrary.version()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(LlamaLibrary.systemInfo()).isNotBlank();
  }
}
