package dev.steerage.llama.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of this JVM's java and class path; what it leaves behind stays in its folder. */
record JavaProcess(Class<?> main, List<String> arguments, ProcessFolder folder) {
  /** Runs it to its end and returns its exit code, or nothing if it was stopped at the limit. */
  Optional<Integer> run(Duration limit) throws IOException {
    Process process =
        new ProcessBuilder(command())
            .redirectInput(folder.questions().toFile())
            .redirectOutput(folder.log().toFile())
            .redirectErrorStream(true)
            .start();
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      return ended ? Optional.of(process.exitValue()) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OracleException("the wait for java-llama.cpp was interrupted", e);
    } finally {
      stop(process);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // java-llama.cpp deletes what looks like its library from the folder that it extracts to, so
    // that two at once need two folders
    command.add("-Dde.kherud.llama.tmpdir=" + folder.path());
    command.add("-Djava.io.tmpdir=" + folder.path());
    command.add("-XX:ErrorFile=" + folder.path().resolve("crash.txt"));
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  /** Files of a process that still runs could not be relied on to stay deleted. */
  private static void stop(Process process) {
    if (process.isAlive()) {
      process
          .destroyForcibly()
          .onExit()
          .orTimeout(10, TimeUnit.SECONDS)
          .exceptionally(e -> process)
          .join();
    }
  }
}
