package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.llama.LlamaLibrary.Device;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SplitMode;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What of a model goes on which GPUs. Messages have the names that options and the keys of a spec
 * have in common.
 *
 * @param layers blocks kept on GPUs, {@link LlamaModel.Options#ALL_LAYERS} for all
 * @param devices names of the GPUs to use, in their order; empty for all where blocks are kept
 *     there, and for none where not; {@code CPU} alone for none
 * @param splitMode how several share a model
 * @param tensorSplit share of each of them, in any unit; empty for shares by free memory
 * @param servers endpoints ("host:port") of other machines whose devices count as GPUs of this one;
 *     with them all blocks go there where {@code layers} is 0. They are no part of a spec: where a
 *     run is computed is not what is asked
 */
public record GpuUse(
    int layers,
    List<String> devices,
    SplitMode splitMode,
    List<Double> tensorSplit,
    List<String> servers) {
  /** llama.cpp's name of what is no GPU. */
  private static final String CPU = "CPU";

  public GpuUse {
    devices = List.copyOf(devices);
    tensorSplit = List.copyOf(tensorSplit);
    servers = List.copyOf(servers);
    if (layers < LlamaModel.Options.ALL_LAYERS) {
      throw new InputException("gpu-layers " + layers + " is out of range; give 0 or more, or all");
    }
    if (new HashSet<>(devices).size() < devices.size()) {
      throw new InputException(
          "devices " + shown(devices) + " has a name twice; give each device once");
    }
    if (devices.contains(CPU) && devices.size() > 1) {
      throw new InputException(
          "devices "
              + shown(devices)
              + " has CPU among GPUs; leave it out: what is not on GPUs is on the CPU anyway");
    }
    if (devices.contains(CPU) && layers != 0) {
      throw new InputException(
          "devices CPU leaves no GPU for gpu-layers; name a GPU, or leave gpu-layers out");
    }
    if (tensorSplit.stream().anyMatch(share -> !(share >= 0 && share <= Float.MAX_VALUE))
        || (!tensorSplit.isEmpty() && tensorSplit.stream().allMatch(share -> share == 0))) {
      throw new InputException(
          "tensor-split "
              + tensorSplit
              + " is no list of shares; give 0 or more, not all of them 0");
    }
    if (!tensorSplit.isEmpty() && splitMode == SplitMode.NONE) {
      throw new InputException(
          "tensor-split is of no use with split-mode none; leave one of the two out");
    }
  }

  /** GPUs of this machine. */
  public GpuUse(int layers, List<String> devices, SplitMode splitMode, List<Double> tensorSplit) {
    this(layers, devices, splitMode, tensorSplit, List.of());
  }

  /** So many blocks, on all GPUs. */
  public static GpuUse layers(int layers) {
    return new GpuUse(layers, List.of(), SplitMode.LAYER, List.of());
  }

  /** No GPU. */
  public static GpuUse none() {
    return layers(0);
  }

  /** The same with other blocks on them. */
  GpuUse withLayers(int other) {
    return new GpuUse(other, devices, splitMode, tensorSplit, servers);
  }

  /** The same with other shares. */
  GpuUse withShares(List<Double> other) {
    return new GpuUse(layers, devices, splitMode, other, servers);
  }

  /**
   * The same with devices of other machines.
   *
   * @throws InputException if one is no host and port, or is there twice
   */
  GpuUse withServers(List<String> endpoints) {
    RpcServers.check(endpoints);
    return new GpuUse(layers, devices, splitMode, tensorSplit, endpoints);
  }

  /** Blocks kept on GPUs, {@link LlamaModel.Options#ALL_LAYERS} for all. */
  int blocks() {
    return layers == 0 && !servers.isEmpty() ? LlamaModel.Options.ALL_LAYERS : layers;
  }

  /** The same with all of it on one of the GPUs. */
  GpuUse only(String device) {
    return new GpuUse(layers, List.of(device), SplitMode.LAYER, List.of(), servers);
  }

  /**
   * The GPUs of a machine that are used for a model, in their order.
   *
   * @param present that a machine has
   * @throws InputException if a device that is named is not there, or the shares are of more or
   *     fewer devices
   */
  public List<Device> gpus(List<Device> present) {
    List<Device> used = devices.isEmpty() ? unnamed(present) : named(present);
    if (!tensorSplit.isEmpty() && !used.isEmpty() && tensorSplit.size() != used.size()) {
      throw new InputException(
          "tensor-split has %d shares for %d GPUs; give as many, or name the GPUs with devices"
              .formatted(tensorSplit.size(), used.size()));
    }
    return splitMode == SplitMode.NONE && !used.isEmpty() ? used.subList(0, 1) : used;
  }

  private List<Device> unnamed(List<Device> present) {
    return present.stream()
        .filter(GpuUse::isGpu)
        .filter(device -> layers != 0 || servers.contains(device.description()))
        .toList();
  }

  private List<Device> named(List<Device> present) {
    return devices.stream().map(name -> find(name, present)).filter(GpuUse::isGpu).toList();
  }

  private static Device find(String name, List<Device> present) {
    return present.stream()
        .filter(device -> device.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "devices names %s, which this build does not see; it sees %s"
                        .formatted(
                            InputFile.shown(name),
                            present.stream().map(Device::name).collect(Collectors.joining(", ")))));
  }

  /** Whether a device is no CPU. */
  public static boolean isGpu(Device device) {
    return !device.name().equals(CPU);
  }

  /**
   * As the loader takes it.
   *
   * @throws InputException as {@link #gpus}
   */
  LlamaModel.Options options() {
    List<Device> present = LlamaLibrary.devices();
    gpus(present);
    List<Device> used = servers.isEmpty() || !devices.isEmpty() ? named(present) : unnamed(present);
    List<Integer> indices = used.stream().map(present::indexOf).toList();
    return new LlamaModel.Options(blocks(), indices, splitMode, tensorSplit, false, 0);
  }

  private static String shown(List<String> names) {
    return InputFile.shown(String.join(",", names));
  }
}
