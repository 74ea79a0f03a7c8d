package dev.steerage.evaluation;

import dev.steerage.llama.LlamaLibrary;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory weights may still take. */
final class FreeMemory {
  /** Of the memory that is free, what is taken at the most. */
  static final double SHARE = 0.8;

  private static final int KILO = 1024;

  private FreeMemory() {}

  /** Bytes that are free where the weights go: on GPUs where there are any and they are used. */
  static long bytes(EngineSpec engine) {
    long gpu =
        engine.gpus().gpus(LlamaLibrary.devices()).stream()
            .mapToLong(LlamaLibrary.Device::memoryFree)
            .sum();
    return engine.gpuLayers() != 0 && gpu > 0 ? gpu : ofMachine();
  }

  /** What Linux says is available; elsewhere what is not in use. */
  private static long ofMachine() {
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
