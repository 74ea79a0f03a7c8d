package dev.steerage.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** What the process is attached to. */
final class Terminal {
  private Terminal() {}

  /** Whether standard error is a terminal; {@code System.console()} says nothing about it. */
  static boolean isStandardError() {
    return holds(new ProcessBuilder("test", "-t", "2").redirectError(Redirect.INHERIT));
  }

  /** Whether standard output is a pipe to another process. */
  static boolean isStandardOutputPipe() {
    return holds(new ProcessBuilder("test", "-p", "/dev/stdout").redirectOutput(Redirect.INHERIT));
  }

  private static boolean holds(ProcessBuilder test) {
    try {
      return test.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
