package dev.steerage.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/**
 * Entry point. Exit codes: 0 done, 1 failed while running, 2 wrong usage or unusable input, 130 and
 * 143 stopped by SIGINT and SIGTERM.
 */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process. */
  public static void main(String[] args) {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    boolean isColored = Terminal.isColored(System.getenv(), Terminal::isStandardOutput);
    System.exit(
        run(
            isColored ? Ansi.ON : Ansi.OFF,
            writer(new PipeOutput(out, Terminal::isStandardOutputPipe)),
            writer(new FileOutputStream(FileDescriptor.err)),
            args));
  }

  /** Runs the command line without colours. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return run(Ansi.OFF, out, err, args);
  }

  /**
   * Runs the command line.
   *
   * @param colors on or off, for help and tables
   * @param out results
   * @param err progress and messages
   * @return the exit code
   */
  static int run(Ansi colors, PrintWriter out, PrintWriter err, String... args) {
    Locale.setDefault(Locale.ROOT);
    // figures are drawn for files: a display that cannot be reached is no hindrance
    System.setProperty("java.awt.headless", "true");
    Failures failures = new Failures(err);
    CommandLine commandLine =
        new CommandLine(new SteerageCommand())
            .setOut(out)
            .setErr(err)
            .setColorScheme(Help.defaultColorScheme(colors))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures);
    int code;
    try {
      code = commandLine.execute(args);
    } catch (LinkageError | OutOfMemoryError e) {
      code = failures.ofError(e);
    }
    if (out.checkError()) {
      code = failures.ofLostOutput();
    }
    err.flush();
    return code;
  }

  /** Tables hold letters that the machine's own charset may lack. */
  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
