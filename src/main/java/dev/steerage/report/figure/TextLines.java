package dev.steerage.report.figure;

import dev.steerage.report.VisibleText;
import java.awt.FontMetrics;
import java.util.ArrayList;
import java.util.List;

/** Text that stays within a width: what is wider gets a second line, or loses its middle. */
final class TextLines {
  private TextLines() {}

  /** One line; what is wider loses its middle. */
  static String fitted(String text, FontMetrics metrics, double width) {
    int[] letters = VisibleText.closed(text).codePoints().map(TextLines::shown).toArray();
    String line = new String(letters, 0, letters.length);
    for (int kept = letters.length - 1; kept > 0 && metrics.stringWidth(line) > width; kept--) {
      int tail = kept / 2;
      line =
          new String(letters, 0, kept - tail)
              + "…"
              + new String(letters, letters.length - tail, tail);
    }
    return line;
  }

  /** One or two lines, broken at a blank; empty for no text. */
  static List<String> wrapped(String text, FontMetrics metrics, double width) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    int blank = text.length();
    while (blank > 0 && metrics.stringWidth(text.substring(0, blank)) > width) {
      blank = text.lastIndexOf(' ', blank - 1);
    }
    if (blank <= 0 || blank == text.length()) {
      return List.of(fitted(text, metrics, width));
    }
    lines.add(fitted(text.substring(0, blank), metrics, width));
    lines.add(fitted(text.substring(blank + 1), metrics, width));
    return lines;
  }

  /** XML has no control characters and no halves of characters, and a line no breaks. */
  private static int shown(int letter) {
    boolean isHalf = letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE;
    return Character.isISOControl(letter) || isHalf || letter == 0xFFFE || letter == 0xFFFF
        ? ' '
        : letter;
  }
}
