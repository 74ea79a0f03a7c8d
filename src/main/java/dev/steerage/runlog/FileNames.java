package dev.steerage.runlog;

/** Names of models, behaviors and conditions as parts of paths. */
public final class FileNames {
  private FileNames() {}

  /**
   * The name with everything but letters, digits and {@code . _ + = @ -} replaced by {@code _}, so
   * that it is one path element everywhere and never {@code ..}, hidden, or a separator.
   */
  public static String safe(String name) {
    StringBuilder safe = new StringBuilder();
    name.codePoints()
        .forEach(
            c ->
                safe.appendCodePoint(
                    Character.isLetterOrDigit(c) || (c < 128 && "._+=@-".indexOf(c) >= 0)
                        ? c
                        : '_'));
    if (safe.length() == 0 || safe.charAt(0) == '.') {
      safe.insert(0, '_');
    }
    return safe.toString();
  }
}
