package dev.steerage;

import java.nio.file.Path;

/**
 * Input that cannot be used: a file, an option, a name. The message is one sentence that says
 * which, where in it, and what would mend it; the command line prints it and ends with exit code 2.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A sentence about a file: "{@code <file>: <what>}". */
  public static InputException in(Path file, String what) {
    return new InputException(file + ": " + what);
  }

  /** A sentence about a file, after an exception that explains it. */
  public static InputException in(Path file, String what, Throwable cause) {
    return new InputException(file + ": " + what, cause);
  }
}
