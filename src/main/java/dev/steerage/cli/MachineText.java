package dev.steerage.cli;

import dev.steerage.ProgramVersion;
import dev.steerage.llama.LlamaLibrary;
import java.util.Locale;

/** What this machine and build can do, one fact a line. */
final class MachineText {
  private static final double GIB = 1 << 30;

  private MachineText() {}

  /** What is known without the native library. */
  static String ofProgram() {
    return line("Steerage", ProgramVersion.text())
        + line("Java", property("java.version") + ", " + property("java.vendor"))
        + line("System", property("os.name") + " " + property("os.arch"))
        + line("Cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
  }

  /**
   * What the native library says.
   *
   * @throws LinkageError if it does not load
   */
  static String ofLibrary() {
    StringBuilder text = new StringBuilder();
    text.append(line("llama.cpp", LlamaLibrary.version()));
    text.append(line("Built for", LlamaLibrary.systemInfo()));
    LlamaLibrary.devices().forEach(device -> text.append(line("Device", of(device))));
    return text.toString();
  }

  /** Why the native library does not load: the deepest cause says which file or symbol. */
  static String ofFailure(LinkageError error) {
    Throwable deepest = error;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return line(
        "llama.cpp",
        "the native library does not load: "
            + deepest.getMessage()
            + "; build it for this machine with mvn package");
  }

  private static String of(LlamaLibrary.Device device) {
    String memory =
        device.memoryTotal() == 0
            ? "memory unknown"
            : String.format(
                Locale.ROOT,
                "%.1f of %.1f GiB free",
                device.memoryFree() / GIB,
                device.memoryTotal() / GIB);
    return device.name() + ": " + device.description().strip() + ", " + memory;
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  static String line(String name, String value) {
    return String.format(Locale.ROOT, "%-10s %s%n", name, value.replaceAll("\\s*\\R\\s*", " "));
  }
}
