package dev.steerage.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** What the process is attached to. */
final class Terminal {
  private Terminal() {}

  /** Whether standard error is a terminal; {@code System.console()} says nothing about it. */
  static boolean isStandardError() {
    try {
      return new ProcessBuilder("test", "-t", "2").redirectError(Redirect.INHERIT).start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
