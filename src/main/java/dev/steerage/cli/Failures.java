package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.Spelling;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What failures say and which exit code they have: the only place that decides it. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final String OURS = "dev.steerage.";

  private final PrintWriter err;

  Failures(PrintWriter err) {
    this.err = err;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    String suggestion = "";
    if (e instanceof UnmatchedArgumentException unmatched) {
      suggestion = meant(unmatched).map(word -> " (did you mean " + word + "?)").orElse("");
    }
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    say(oneLine(e.getMessage()) + suggestion + "; see " + command + " --help");
    return ExitCode.USAGE;
  }

  /** The option or command that is nearest to the first word that is none. */
  private static Optional<String> meant(UnmatchedArgumentException e) {
    String typed = e.getUnmatched().get(0).replaceFirst("=.*", "");
    Set<String> options = e.getCommandLine().getCommandSpec().optionsMap().keySet();
    return Spelling.nearest(typed, options).or(() -> e.getSuggestions().stream().findFirst());
  }

  @Override
  public int handleExecutionException(
      Exception e, CommandLine commandLine, ParseResult parseResult) {
    if (e instanceof InputException) {
      String.valueOf(e.getMessage()).lines().forEach(this::say);
      return ExitCode.USAGE;
    }
    if (e instanceof StoppedException stopped) {
      say(oneLine(e.getMessage()));
      return stopped.code();
    }
    if (e instanceof IOException || e instanceof UncheckedIOException) {
      say("reading or writing failed: " + oneLine(e.getMessage()));
    } else if (e.getClass().getName().startsWith(OURS)) {
      say(oneLine(e.getMessage()));
    } else {
      say("an error in the program itself; please report the lines below");
      e.printStackTrace(err);
    }
    return ExitCode.SOFTWARE;
  }

  /** Too little memory, or a native library that does not load: its deepest cause says which. */
  int ofError(Error error) {
    Throwable deepest = error;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    say(oneLine(deepest.toString()));
    return ExitCode.SOFTWARE;
  }

  /**
   * Standard output is full or was never open. A reader that leaves a pipe early, as {@code head}
   * does, has what it wants: with {@link PipeOutput} that ends quietly, with the command's own exit
   * code, and what the command writes to files is complete.
   */
  int ofLostOutput() {
    say("the results could not be written to standard output");
    return ExitCode.SOFTWARE;
  }

  private void say(String sentence) {
    err.println("steerage: " + sentence);
  }

  private static String oneLine(@Nullable String text) {
    return String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
