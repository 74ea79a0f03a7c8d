package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.llama.LlamaLibrary.Device;
import dev.steerage.llama.Rpc;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Devices of this machine for models of others.
 *
 * @param host an IPv4 address of this machine
 * @param port 1 to 65535
 * @param devices names of devices, in their order; empty for all GPUs, or the CPU where there are
 *     none
 * @param threads of the CPU, at least 1
 */
public record RpcServing(String host, int port, List<String> devices, int threads) {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /**
   * @throws InputException if the address is none, or the port is out of range
   */
  public RpcServing {
    devices = List.copyOf(devices);
    if (!IPV4.matcher(host).matches()) {
      throw new InputException(
          "--host '%s' is no IPv4 address; give one of this machine's, such as 127.0.0.1"
              .formatted(host));
    }
    if (!RpcServers.isPort(port)) {
      throw new InputException("--port " + port + " is out of range; give 1 to 65535");
    }
    if (threads < 1) {
      throw new InputException("--threads " + threads + " is out of range; give 1 or more");
    }
  }

  /** Where clients find it: "host:port". */
  public String endpoint() {
    return host + ":" + port;
  }

  /** Whether it is for this machine alone. */
  public boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new InputException(
          "--host " + host + " is no IPv4 address; give one of this machine's", e);
    }
  }

  /**
   * What is served.
   *
   * @throws InputException if this build has no RPC, or a device is not there
   */
  public List<Device> served() {
    RpcServers.checkBuild();
    List<Device> present = LlamaLibrary.devices();
    if (devices.isEmpty()) {
      List<Device> gpus = present.stream().filter(GpuUse::isGpu).toList();
      return gpus.isEmpty() ? present : gpus;
    }
    return devices.stream().map(name -> find(name, present)).toList();
  }

  private static Device find(String name, List<Device> present) {
    return present.stream()
        .filter(device -> device.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--device names %s, which this build does not see; it sees %s"
                        .formatted(
                            name,
                            present.stream().map(Device::name).collect(Collectors.joining(", ")))));
  }

  /**
   * Serves until the process ends.
   *
   * @param cache an existing folder in which clients' weights are kept; empty for none
   * @throws LlamaException if it cannot begin, or a client broke what they agreed on
   */
  public void run(Optional<Path> cache) {
    List<Device> present = LlamaLibrary.devices();
    Rpc.serve(endpoint(), cache, threads, served().stream().map(present::indexOf).toList());
  }
}
