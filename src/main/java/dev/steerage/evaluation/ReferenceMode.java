package dev.steerage.evaluation;

import dev.steerage.llama.LlamaLibrary;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Decides where reference models' logits come from. */
final class ReferenceMode {
  /** Of the memory that is free, what two models may take. */
  private static final double SHARE = 0.8;

  private static final int KILO = 1024;

  private ReferenceMode() {}

  /**
   * Whether the logits of reference models are kept in files: because it is asked, or because two
   * models do not fit into memory.
   *
   * @param models GGUF files; the two largest are taken
   */
  static boolean keepsFiles(ReferenceRows asked, List<Path> models, EngineSpec engine) {
    return switch (asked) {
      case LOADED -> false;
      case DISK -> true;
      case AUTO -> twoLargest(models) > SHARE * free(engine);
    };
  }

  private static long twoLargest(List<Path> models) {
    return models.stream()
        .mapToLong(ReferenceMode::size)
        .boxed()
        .sorted((a, b) -> Long.compare(b, a))
        .limit(2)
        .mapToLong(Long::longValue)
        .sum();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // what cannot be read is refused elsewhere
    }
  }

  /** Bytes that are free where the weights go: on GPUs where there are any and they are used. */
  private static long free(EngineSpec engine) {
    long gpu =
        LlamaLibrary.devices().stream()
            .filter(device -> !device.name().equals("CPU"))
            .mapToLong(LlamaLibrary.Device::memoryFree)
            .sum();
    return engine.gpuLayers() != 0 && gpu > 0 ? gpu : freeMemory();
  }

  /** What Linux says is available; elsewhere what is not in use. */
  private static long freeMemory() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        if (line.startsWith("MemAvailable:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * KILO;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // no such file: the machine is no Linux
    }
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getFreeMemorySize();
  }
}
