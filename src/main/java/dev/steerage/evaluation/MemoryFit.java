package dev.steerage.evaluation;

import static java.util.Comparator.comparingLong;

import dev.steerage.llama.LlamaLibrary.Device;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SplitMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether what a model needs is there.
 *
 * @param need of the model
 * @param devices of this machine and build
 */
public record MemoryFit(MemoryNeed need, List<Device> devices) {
  private static final double GIB = 1 << 30;
  private static final double MIB = 1 << 20;

  public MemoryFit {
    devices = List.copyOf(devices);
  }

  /** What one GPU needs and has free, in bytes. */
  private record Load(Device gpu, long needed) {
    boolean fits() {
      return gpu.memoryFree() == 0 || needed <= gpu.memoryFree(); // 0 is not known
    }

    long excess() {
      return needed - gpu.memoryFree();
    }
  }

  private boolean hasGpu() {
    return devices.stream().anyMatch(GpuUse::isGpu);
  }

  /** On each GPU that is used, with other numbers of blocks there. */
  private List<Load> loads(GpuUse use, int layers) {
    List<Device> gpus = layers == 0 ? List.of() : use.gpus(devices);
    List<Double> shares = shares(use, gpus);
    List<Long> needed = need.onGpus(layers, use.splitMode(), shares);
    return IntStream.range(0, gpus.size())
        .mapToObj(i -> new Load(gpus.get(i), needed.get(i)))
        .toList();
  }

  /** As llama.cpp has them: by free memory where nothing else is said. */
  private static List<Double> shares(GpuUse use, List<Device> gpus) {
    if (!use.tensorSplit().isEmpty() && !gpus.isEmpty()) {
      return use.tensorSplit();
    }
    boolean isKnown = gpus.stream().anyMatch(gpu -> gpu.memoryFree() > 0);
    return gpus.stream().map(gpu -> isKnown ? (double) gpu.memoryFree() : 1.0).toList();
  }

  private boolean fits(GpuUse use, int layers) {
    return loads(use, layers).stream().allMatch(Load::fits);
  }

  private long freeOnCpu() {
    return devices.stream().filter(d -> !GpuUse.isGpu(d)).mapToLong(Device::memoryFree).sum();
  }

  /**
   * What is short with the engine's settings and what to change, in a sentence.
   *
   * @throws dev.steerage.InputException if a device that these name is not there
   */
  public Optional<String> shortage() {
    GpuUse use = need.engine().gpus();
    List<Load> loads = loads(use, use.layers());
    Optional<Load> worst =
        loads.stream().filter(load -> !load.fits()).max(comparingLong(Load::excess));
    if (worst.isPresent()) {
      Load load = worst.get();
      return Optional.of(
          "on %s it needs about %s, and %s are free; %s"
              .formatted(
                  load.gpu().name(),
                  words(load.needed()),
                  words(load.gpu().memoryFree()),
                  mend(use)));
    }
    long onCpu = need.all() - (loads.isEmpty() ? 0 : need.onGpus(use.blocks()));
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
    GpuUse named = need.engine().gpus();
    GpuUse use =
        named.gpus(devices).isEmpty()
            ? GpuUse.layers(LlamaModel.Options.ALL_LAYERS)
            : named.withLayers(LlamaModel.Options.ALL_LAYERS);
    List<Load> loads = loads(use, use.layers());
    if (loads.stream().anyMatch(load -> load.gpu().memoryFree() == 0)) {
      long all = loads.stream().mapToLong(Load::needed).sum();
      return "--gpu-layers all needs about " + words(all) + "; what is free is not known";
    }
    String numbers =
        "--gpu-layers all needs "
            + loads.stream()
                .map(
                    load ->
                        "about %s of %s free on %s"
                            .formatted(
                                words(load.needed()),
                                words(load.gpu().memoryFree()),
                                load.gpu().name()))
                .collect(Collectors.joining(", "));
    return fits(use, use.layers()) ? numbers + ": it fits" : numbers + ": too much; " + mend(use);
  }

  private String mend(GpuUse use) {
    List<String> ways = new ArrayList<>();
    if (!use.tensorSplit().isEmpty() && fits(use.withShares(List.of()), use.layers())) {
      ways.add("leave --tensor-split out");
    }
    Optional<Integer> layers = need.most(n -> fits(use, n)).filter(n -> n > 0);
    layers.ifPresent(n -> ways.add("give --gpu-layers " + n + ", which fits"));
    if (use.gpus(devices).size() < devices.stream().filter(GpuUse::isGpu).count()) {
      ways.add(
          use.splitMode() == SplitMode.NONE
              ? "give --split-mode layer"
              : "name more GPUs with --devices");
    }
    if (need.engine().workers() > 1) {
      ways.add("fewer --workers");
    }
    ways.add("a smaller --batch-tokens, --kv-type f16 or a smaller quantization");
    if (layers.isEmpty()) {
      ways.add("leave --gpu-layers out");
    }
    return String.join(", or ", ways);
  }

  /** Bytes in words. */
  public static String words(long bytes) {
    return bytes < GIB
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / MIB)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }
}
