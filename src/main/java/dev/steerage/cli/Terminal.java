package dev.steerage.cli;

import dev.steerage.report.TextStyle;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Map;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;

/** What the process is attached to. */
final class Terminal {
  private Terminal() {}

  /** Whether standard error is a terminal; {@code System.console()} says nothing about it. */
  static boolean isStandardError() {
    return holds(new ProcessBuilder("test", "-t", "2").redirectError(Redirect.INHERIT));
  }

  /** Whether standard output is a terminal. */
  static boolean isStandardOutput() {
    return holds(new ProcessBuilder("test", "-t", "1").redirectOutput(Redirect.INHERIT));
  }

  /**
   * Whether text is coloured: never with {@code NO_COLOR} (no-color.org), always with {@code
   * CLICOLOR_FORCE}, else on a terminal that has colours and without {@code CLICOLOR=0}
   * (bixense.com/clicolors).
   *
   * @param environment variables of the process; an empty one counts as unset
   * @param isTerminal asked only where no variable decides
   */
  static boolean isColored(Map<String, String> environment, BooleanSupplier isTerminal) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String force = environment.getOrDefault("CLICOLOR_FORCE", "");
    if (!force.isEmpty() && !force.equals("0")) {
      return true;
    }
    return !"0".equals(environment.get("CLICOLOR"))
        && !"dumb".equals(environment.get("TERM"))
        && isTerminal.getAsBoolean();
  }

  /** How tables look that this command prints. */
  static TextStyle style(CommandLine commandLine) {
    return commandLine.getColorScheme().ansi().enabled() ? TextStyle.COLORED : TextStyle.PLAIN;
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
