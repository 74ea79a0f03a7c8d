package dev.steerage.inspect;

import dev.steerage.InputFile;
import java.util.List;
import java.util.Locale;

/**
 * A title, facts in two columns and marked texts, wrapped for a terminal of {@value #WIDTH}
 * columns. Everything that is put in may come from a file: a line break stays one, within the
 * text's own indentation, and what else could move the cursor is replaced.
 */
final class FactSheet {
  static final int WIDTH = 100;
  private static final int NAME_WIDTH = 15;
  private static final int MARK_WIDTH = 4;

  private final StringBuilder text = new StringBuilder();

  FactSheet(String title) {
    wrap("", 0, title);
    blank();
  }

  /** A line "name value"; the value goes on in its own column. */
  FactSheet fact(String name, String value) {
    wrap(name, NAME_WIDTH, value);
    return this;
  }

  /** A line of its own after an empty one. */
  FactSheet heading(String words) {
    blank();
    wrap("", 0, words);
    return this;
  }

  /** A text with a mark such as "+" before it. */
  FactSheet marked(String mark, String words) {
    wrap("  " + mark, MARK_WIDTH, words);
    return this;
  }

  /** Says how many of a list are not shown, where some are not. */
  FactSheet rest(int shown, int all, String what) {
    return shown >= all
        ? this
        : heading("… and %d more %s; --pairs all shows them".formatted(all - shown, what));
  }

  String text() {
    return text.toString();
  }

  /** A number in the form of the program: 1,234,567.9. */
  static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void blank() {
    text.append('\n');
  }

  private void wrap(String first, int indent, String words) {
    StringBuilder line = new StringBuilder(first);
    for (String paragraph : words.split("\\R", -1)) {
      boolean opened = false;
      for (String word : cut(paragraph, WIDTH - indent)) {
        if (opened && length(line) + 1 + length(word) > WIDTH) {
          end(line);
          opened = false;
        }
        pad(line, opened ? length(line) + 1 : indent).append(word);
        opened = true;
      }
      end(line);
    }
  }

  private void end(StringBuilder line) {
    text.append(line.toString().stripTrailing()).append('\n');
    line.setLength(0);
  }

  private static StringBuilder pad(StringBuilder line, int width) {
    return line.append(" ".repeat(Math.max(0, width - length(line))));
  }

  /** The words of a line; one that is wider than a line comes in parts. */
  private static List<String> cut(String paragraph, int width) {
    String clean = InputFile.printable(paragraph.replace('\t', ' ')).strip();
    String parts = clean.replaceAll("(\\S{" + width + "})(?=\\S)", "$1 ");
    return List.of(parts.split(" +"));
  }

  private static int length(CharSequence words) {
    return Character.codePointCount(words, 0, words.length());
  }
}
