package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * The native library: loads it, turns its status codes into exceptions, and says what it can do.
 */
public final class LlamaLibrary {
  static {
    // the byte limit of JavaCPP counts weights and KV caches, which are not its own
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    Loader.load(Steer.class);
  }

  private LlamaLibrary() {}

  /** A device that can compute, as llama.cpp names it; memory in bytes, 0 where unknown. */
  public record Device(String name, String description, long memoryFree, long memoryTotal) {}

  /** llama.cpp's version, such as {@code 0.5.0}. */
  public static String version() {
    return Steer.steer_llama_version().getString();
  }

  /** What this build and CPU can do, in llama.cpp's words. */
  public static String systemInfo() {
    return Steer.steer_system_info().getString().strip();
  }

  /** The devices that llama.cpp sees, the CPU among them. */
  public static List<Device> devices() {
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < Steer.steer_device_count(); i++) {
      try (BytePointer name = new BytePointer(128);
          BytePointer description = new BytePointer(256);
          LongPointer free = new LongPointer(1);
          LongPointer total = new LongPointer(1)) {
        check(Steer.steer_device_get(i, name, 128, description, 256, free, total));
        devices.add(new Device(terminated(name), terminated(description), free.get(), total.get()));
      }
    }
    return devices;
  }

  /** The string in a buffer; getString would go on past its end to that of the buffer. */
  private static String terminated(BytePointer buffer) {
    byte[] bytes = new byte[Math.toIntExact(BytePointer.strlen(buffer))];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Makes sure that the library is loaded.
   *
   * @throws UnsatisfiedLinkError if it cannot be
   */
  static void load() {
    // running the static initialiser is all there is to do
  }

  /**
   * Returns if the status is {@code STEER_OK}.
   *
   * @throws LlamaException with the thread's last native error otherwise
   */
  static void check(int status) {
    if (status != Steer.STEER_OK) {
      throw new LlamaException(LlamaException.Status.of(status), lastError());
    }
  }

  static String lastError() {
    // not every byte of a broken file's words is UTF-8; getString would follow the platform's
    // charset
    return new String(Steer.steer_last_error().getStringBytes(), StandardCharsets.UTF_8);
  }

  /** A native question that copies a string to a buffer by the rule of steer.h. */
  interface StringCall {
    int ask(BytePointer buffer, long size, SizeTPointer length);
  }

  /** The bytes that such a question answers with. */
  static byte[] bytes(StringCall call) {
    try (SizeTPointer length = new SizeTPointer(1)) {
      BytePointer nothing = new BytePointer();
      check(call.ask(nothing, 0, length));
      int n = Math.toIntExact(length.get());
      byte[] bytes = new byte[n];
      if (n > 0) {
        try (BytePointer buffer = new BytePointer(n)) {
          check(call.ask(buffer, n, length));
          buffer.get(bytes);
        }
      }
      return bytes;
    }
  }

  static String text(StringCall call) {
    return new String(bytes(call), StandardCharsets.UTF_8);
  }

  /** A terminated UTF-8 string; the caller closes it. */
  static BytePointer cString(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    BytePointer pointer = new BytePointer(utf8.length + 1L);
    pointer.put(utf8, 0, utf8.length);
    pointer.put(utf8.length, (byte) 0);
    return pointer;
  }
}
