package dev.steerage.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line in a process of its own, so that it can be killed.
 *
 * @param log what it says, on both streams
 */
record ChildRun(Process process, Path log) {
  /** Starts it. */
  static ChildRun start(Path log, List<String> arguments) throws IOException {
    return start(log, List.of(), arguments);
  }

  /**
   * Starts it behind other words.
   *
   * @param before such as {@code sh -c '… exec "$@"' sh}
   */
  static ChildRun start(Path log, List<String> before, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(hearingInterrupts());
    command.addAll(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // starts faster, and there is nothing that is worth more
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    return new ChildRun(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        log);
  }

  /**
   * What a command needs before it to hear SIGINT: a shell starts what it puts in the background
   * with that ignored, which its children inherit.
   */
  static List<String> hearingInterrupts() throws IOException {
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElse("SigIgn: 0")
            .replaceFirst("SigIgn:\\s*", "");
    boolean isIgnored = (Long.parseUnsignedLong(ignored, 16) & 2) != 0;
    return isIgnored ? List.of("env", "--default-signal=INT") : List.of();
  }

  /** Its exit code, 128 + n where it was ended by signal n. */
  int end() throws InterruptedException {
    return process.waitFor();
  }

  /** Sends a signal, such as INT. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** What it has said so far. */
  String said() throws IOException {
    return Files.readString(log);
  }
}
