package dev.steerage.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Text of which nothing is hidden and nothing acts on what stands beside it, for the formats that
 * people read. Letters of every script, marks of direction (U+200E, U+200F, U+061C) and pairs of
 * directional characters that close each other stay as they are.
 *
 * <p>A control character becomes its picture (U+2400 and following), what is no character U+FFFD. A
 * directional embedding, override or isolate that nothing closes would turn round the text behind
 * it ("Trojan Source", CVE-2021-42574), so it becomes its name, {@code <U+202E>}.
 */
public final class VisibleText {
  private static final int PICTURES = 0x2400;
  private static final int PICTURE_OF_DELETE = 0x2421;
  private static final int REPLACEMENT = 0xFFFD;
  private static final String EMBEDDINGS = "\u202a\u202b\u202d\u202e";
  private static final String ISOLATES = "\u2066\u2067\u2068";
  private static final char CLOSES_EMBEDDING = '\u202c';
  private static final char CLOSES_ISOLATE = '\u2069';

  private VisibleText() {}

  /** The text with ends of lines and tabs as they are. */
  static String of(String text) {
    StringBuilder visible = new StringBuilder();
    closed(text).codePoints().forEach(c -> visible.appendCodePoint(shown(c)));
    return visible.toString();
  }

  /** The text with the names of directional characters that nothing closes, and else as it is. */
  public static String closed(String text) {
    Set<Integer> open = unclosed(text);
    if (open.isEmpty()) {
      return text;
    }
    StringBuilder closed = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      closed.append(open.contains(i) ? "<U+%04X>".formatted((int) c) : String.valueOf(c));
    }
    return closed.toString();
  }

  private static int shown(int c) {
    if (c == '\n' || c == '\r' || c == '\t') {
      return c;
    }
    if (c < ' ') {
      return PICTURES + c;
    }
    if (c == 0x7F) {
      return PICTURE_OF_DELETE;
    }
    boolean isHalf = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    boolean isNone = (c & 0xFFFE) == 0xFFFE;
    return isHalf || isNone || Character.isISOControl(c) ? REPLACEMENT : c;
  }

  /** Where directional characters stand that have no end, by the rules of Unicode's annex 9. */
  private static Set<Integer> unclosed(String text) {
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (EMBEDDINGS.indexOf(c) >= 0 || ISOLATES.indexOf(c) >= 0) {
        open.push(i);
      } else if (c == CLOSES_EMBEDDING) {
        if (!open.isEmpty() && EMBEDDINGS.indexOf(text.charAt(open.peek())) >= 0) {
          open.pop();
        }
      } else if (c == CLOSES_ISOLATE) {
        closeIsolate(text, open);
      }
    }
    return new HashSet<>(open);
  }

  /** The end of an isolate ends what was opened within it. */
  private static void closeIsolate(String text, Deque<Integer> open) {
    if (open.stream().anyMatch(at -> ISOLATES.indexOf(text.charAt(at)) >= 0)) {
      while (ISOLATES.indexOf(text.charAt(open.pop())) < 0) {
        // an embedding within
      }
    }
  }
}
