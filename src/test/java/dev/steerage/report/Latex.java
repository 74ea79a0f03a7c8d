package dev.steerage.report;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads text as LaTeX does, as far as texts of tables go. */
final class Latex {
  private static final Map<String, String> COMMANDS =
      Map.ofEntries(
          Map.entry("textbackslash{}", "\\"),
          Map.entry("textasciitilde{}", "~"),
          Map.entry("textasciicircum{}", "^"),
          Map.entry("textless{}", "<"),
          Map.entry("textgreater{}", ">"),
          Map.entry("textbar{}", "|"),
          Map.entry("textquotedbl{}", "\""),
          Map.entry("textquotesingle{}", "'"),
          Map.entry("textasciigrave{}", "`"),
          Map.entry("{", "{"),
          Map.entry("}", "}"),
          Map.entry("$", "$"),
          Map.entry("&", "&"),
          Map.entry("#", "#"),
          Map.entry("_", "_"),
          Map.entry("%", "%"));
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\\\([a-zA-Z]+\\{}|[{}$&#_%])|\\{}|\\$([^$]+)\\$|(--|,,|``|''|[\\\\{}$&#_%~^\"'`])|(.)",
          Pattern.DOTALL);

  private Latex() {}

  /**
   * What is printed.
   *
   * @throws AssertionError where LaTeX would read something else than a letter
   */
  static String read(String source) {
    StringBuilder text = new StringBuilder();
    Matcher token = TOKEN.matcher(source);
    while (token.find()) {
      if (token.group(1) != null) {
        String letter = COMMANDS.get(token.group(1));
        if (letter == null) {
          throw new AssertionError("\\" + token.group(1) + " in " + source);
        }
        text.append(letter);
      } else if (token.group(2) != null) {
        text.append(math(token.group(2)));
      } else if (token.group(3) != null) {
        throw new AssertionError(token.group(3) + " in " + source);
      } else if (token.group(4) != null) {
        text.append(token.group(4));
      }
    }
    return text.toString();
  }

  private static String math(String formula) {
    return switch (formula) {
      case "\\times" -> "×";
      case "\\times{-}" -> "×−";
      case "\\pm" -> "±";
      case "\\Delta" -> "Δ";
      default -> throw new AssertionError("$" + formula + "$");
    };
  }
}
