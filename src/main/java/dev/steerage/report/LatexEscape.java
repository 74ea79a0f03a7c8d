package dev.steerage.report;

import java.util.Map;

/**
 * Text for LaTeX that comes out as it is: with what LaTeX would read made harmless, and without the
 * ligatures that make dashes and quotes of several characters.
 *
 * <p>Straight quotes need the encoding T1 in pdfLaTeX (package fontenc). Letters beyond Latin stay
 * as they are, which XeLaTeX and LuaLaTeX set with a font that has them; a control character is
 * written with a caret, {@code ^[} for escape.
 */
final class LatexEscape {
  private static final Map<Integer, String> ESCAPES =
      Map.ofEntries(
          Map.entry((int) '\\', "\\textbackslash{}"),
          Map.entry((int) '~', "\\textasciitilde{}"),
          Map.entry((int) '^', "\\textasciicircum{}"),
          Map.entry((int) '{', "\\{"),
          Map.entry((int) '}', "\\}"),
          Map.entry((int) '$', "\\$"),
          Map.entry((int) '&', "\\&"),
          Map.entry((int) '#', "\\#"),
          Map.entry((int) '_', "\\_"),
          Map.entry((int) '%', "\\%"),
          Map.entry((int) '<', "\\textless{}"),
          Map.entry((int) '>', "\\textgreater{}"),
          Map.entry((int) '|', "\\textbar{}"),
          Map.entry((int) '"', "\\textquotedbl{}"),
          Map.entry((int) '\'', "\\textquotesingle{}"),
          Map.entry((int) '`', "\\textasciigrave{}"),
          Map.entry((int) '\n', " "),
          Map.entry((int) '\r', " "),
          Map.entry((int) '\t', " "),
          Map.entry((int) '\u00a0', "~"),
          Map.entry((int) '\uFFFD', "?"),
          Map.entry((int) 'Δ', "$\\Delta$"),
          Map.entry((int) 'Σ', "$\\Sigma$"),
          Map.entry((int) '±', "$\\pm$"),
          Map.entry((int) '×', "$\\times$"),
          Map.entry((int) '−', "$-$"),
          Map.entry((int) '√', "$\\surd$"),
          Map.entry((int) '‖', "$\\Vert$"),
          Map.entry((int) '≥', "$\\geq$"),
          Map.entry((int) '≤', "$\\leq$"),
          Map.entry((int) '…', "\\ldots{}"));

  /** Pictures of control characters, as {@link VisibleText} has them. */
  private static final int PICTURES = 0x2400;

  private static final int PICTURE_OF_DELETE = 0x2421;

  /** Latin letters as far as pdfLaTeX knows them, and punctuation that it does. */
  private static final String KNOWN = "[^\\x{0}-\\x{17F}–—‘’‚“”„†‡•‹›€™]";

  private LatexEscape() {}

  /** Text on one line. */
  static String of(String text) {
    StringBuilder escaped = new StringBuilder();
    int before = 0;
    for (int c : VisibleText.of(text).codePoints().toArray()) {
      if ((c == '-' || c == ',') && c == before) {
        escaped.append("{}"); // or it would be a dash, or a low quote
      }
      escaped.append(letter(c));
      before = c;
    }
    // the factor of a vector is a number
    return escaped.toString().replaceAll("\\$\\\\times\\$-(?=\\d)", "\\$\\\\times{-}\\$");
  }

  private static String letter(int c) {
    if (c >= PICTURES && c <= PICTURE_OF_DELETE) {
      int letter = c == PICTURE_OF_DELETE ? '?' : c - PICTURES + '@';
      return ESCAPES.get((int) '^') + letter(letter);
    }
    String escape = ESCAPES.get(c);
    return escape == null ? Character.toString(c) : escape;
  }

  /** Whether a file needs XeLaTeX or LuaLaTeX for some of its letters. */
  static boolean isBeyondLatin(String file) {
    return file.replaceFirst(KNOWN, "").length() < file.length();
  }
}
