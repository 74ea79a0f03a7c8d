package dev.steerage;

/** Texts as words of a POSIX shell. */
public final class ShellWord {
  private ShellWord() {}

  /** A text that a shell takes for one word, in quotes where it would be more or something else. */
  public static String of(String text) {
    return text.matches("[A-Za-z0-9_./+=@:,%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
