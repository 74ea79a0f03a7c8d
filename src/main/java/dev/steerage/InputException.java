package dev.steerage;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;

/**
 * Input that cannot be used: a file, an option, a name. The message is one sentence that says
 * which, where in it, and what would mend it, or one such sentence a line where several things are
 * wrong; the command line prints it and ends with exit code 2.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InputException(String message) {
    super(oneLine(message));
  }

  /**
   * Several things that are wrong.
   *
   * @param sentences at least one
   */
  public InputException(List<String> sentences) {
    super(sentences.stream().map(InputException::oneLine).collect(joining("\n")));
  }

  public InputException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** A sentence about a file: "{@code <file>: <what>}". */
  public static InputException in(Path file, String what) {
    return new InputException(file + ": " + what);
  }

  /** A sentence about a file, after an exception that explains it. */
  public static InputException in(Path file, String what, Throwable cause) {
    return new InputException(file + ": " + what, cause);
  }

  /** What a file or a library says may have line breaks of its own. */
  private static String oneLine(String sentence) {
    return sentence.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
