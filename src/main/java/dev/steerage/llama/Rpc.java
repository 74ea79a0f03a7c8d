package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/** Devices of other machines, and this one's for them: llama.cpp's RPC backend. */
public final class Rpc {
  static {
    LlamaLibrary.load();
  }

  private Rpc() {}

  /** Whether this build has the backend. */
  public static boolean isBuilt() {
    return Steer.steer_has_rpc();
  }

  /**
   * Adds the devices of a server to {@link LlamaLibrary#devices}, behind the others; each has the
   * endpoint as its description. One that was added before stays as it is. Waits until the server
   * has no other client.
   *
   * <p>A server that goes while its devices are in use ends the process with exit code 1 and a
   * sentence on standard error (steer.h).
   *
   * @param endpoint "host:port"
   * @throws LlamaException if nothing answers there, or something else
   */
  public static void add(String endpoint) {
    try (BytePointer name = LlamaLibrary.cString(endpoint)) {
      LlamaLibrary.check(Steer.steer_rpc_add(name));
    }
  }

  /**
   * Serves devices of this machine, one client after the other; returns only by an exception.
   *
   * @param endpoint "address:port", the address being one of this machine's
   * @param cache an existing folder in which clients' weights are kept for their next start
   * @param threads of the CPU
   * @param devices indices in {@link LlamaLibrary#devices}, 0-based, at least one
   * @throws LlamaException if it cannot begin, or a client broke what they agreed on
   */
  public static void serve(
      String endpoint, Optional<Path> cache, int threads, List<Integer> devices) {
    int[] indices = devices.stream().mapToInt(Integer::intValue).toArray();
    try (BytePointer name = LlamaLibrary.cString(endpoint);
        BytePointer folder =
            cache.map(path -> LlamaLibrary.cString(path.toString())).orElseGet(BytePointer::new);
        IntPointer numbers = new IntPointer(indices)) {
      LlamaLibrary.check(Steer.steer_rpc_serve(name, folder, threads, numbers, indices.length));
    }
  }
}
