package dev.steerage.evaluation;

import dev.steerage.llama.LlamaLibrary.Device;
import dev.steerage.llama.LlamaModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether what a model needs is there.
 *
 * @param need of the model
 * @param devices of this machine and build
 */
public record MemoryFit(MemoryNeed need, List<Device> devices) {
  private static final double GIB = 1 << 30;
  private static final double MIB = 1 << 20;
  private static final String CPU = "CPU";

  public MemoryFit {
    devices = List.copyOf(devices);
  }

  /** Whether this build sees a GPU. */
  public boolean hasGpu() {
    return devices.stream().anyMatch(d -> !d.name().equals(CPU));
  }

  /** Bytes that are free on all GPUs together; llama.cpp spreads a model by them. */
  private long freeOnGpus() {
    return devices.stream().filter(d -> !d.name().equals(CPU)).mapToLong(Device::memoryFree).sum();
  }

  private long freeOnCpu() {
    return devices.stream().filter(d -> d.name().equals(CPU)).mapToLong(Device::memoryFree).sum();
  }

  /** What is short with the engine's settings and what to change, in a sentence. */
  public Optional<String> shortage() {
    long onGpus = hasGpu() ? need.onGpus() : 0;
    if (freeOnGpus() > 0 && onGpus > freeOnGpus()) {
      return Optional.of(
          "on GPUs it needs about %s, and %s are free; %s"
              .formatted(words(onGpus), words(freeOnGpus()), fewer()));
    }
    long onCpu = need.all() - onGpus;
    if (freeOnCpu() > 0 && onCpu > freeOnCpu()) {
      return Optional.of(
          "it needs about %s of memory, and %s are free; weights that do not fit are read from the disk again for each batch: take a smaller quantization (steerage quantize)%s"
              .formatted(
                  words(onCpu), words(freeOnCpu()), hasGpu() ? " or more --gpu-layers" : ""));
    }
    return Optional.empty();
  }

  /** What {@code --gpu-layers all} would do, in a sentence without its full stop. */
  public String allOnGpus() {
    if (!hasGpu()) {
      return "this build sees no GPU, so --gpu-layers has no effect; scripts/build-native.sh --cuda makes one that does";
    }
    long all = need.onGpus(LlamaModel.Options.ALL_LAYERS);
    if (freeOnGpus() == 0) {
      return "--gpu-layers all needs about " + words(all) + "; what is free is not known";
    }
    String numbers =
        "--gpu-layers all needs about %s of %s free".formatted(words(all), words(freeOnGpus()));
    return all <= freeOnGpus() ? numbers + ": it fits" : numbers + ": too much; " + fewer();
  }

  private String fewer() {
    String smaller = "a smaller --batch-tokens, --kv-type f16 or a smaller quantization";
    return need.fitting(freeOnGpus())
        .filter(layers -> layers > 0)
        .map(
            layers ->
                "give --gpu-layers %d, which needs %s, %s"
                    .formatted(layers, words(need.onGpus(layers)), "or " + smaller))
        .orElse("give " + smaller + ", or leave --gpu-layers out");
  }

  /** Bytes in words. */
  public static String words(long bytes) {
    return bytes < GIB
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / MIB)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }
}
