package dev.steerage.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A cell's numbers for LaTeX's math mode, with minus signs rather than hyphens.
 *
 * <p>The cells of a column that have the same words between their numbers, such as {@code +0.0226 ±
 * 0.0024}, are filled up with empty space of the width of digits, so that the points stand below
 * each other where the column is set flush right; the digits of a font for tables have one width.
 *
 * @param words what stands before, between and behind the numbers, one more than there are
 */
record LatexNumbers(List<Decimal> numbers, List<String> words) {
  private static final Pattern MATH = Pattern.compile("[-+0-9.e±×<%/ ,()\\[\\]]*");
  private static final Pattern TOKEN =
      Pattern.compile("e(-?)\\+?0*(\\d+)|([+-]?)(\\d+)(?:\\.(\\d+))?");
  private static final String PLUS_MINUS = " \\pm ";
  private static final Map<String, String> SYMBOLS = new LinkedHashMap<>();

  static {
    SYMBOLS.put(" ± ", PLUS_MINUS);
    SYMBOLS.put("±", "{\\pm}");
    SYMBOLS.put("×", "{\\times}");
    SYMBOLS.put("<", "{<}");
    SYMBOLS.put(" %", "\\,\\%");
    SYMBOLS.put(" [", "\\ [");
  }

  /** A number as it is written; decimals are empty where it has no point. */
  private record Decimal(String sign, String integer, String decimals) {
    String text() {
      String digits = decimals.isEmpty() ? integer : integer + "." + decimals;
      // in braces a sign is one, and no operation between two numbers
      return sign.isEmpty() ? digits : "{" + sign + digits + "}";
    }
  }

  /**
   * What numbers below each other need.
   *
   * @param isSigned whether one of them has a sign
   * @param digits most before the point
   * @param decimals most behind it
   */
  private record Width(boolean isSigned, int digits, int decimals) {
    static Width of(List<Decimal> numbers) {
      return new Width(
          numbers.stream().anyMatch(n -> !n.sign.isEmpty()),
          numbers.stream().mapToInt(n -> n.integer.length()).max().orElse(0),
          numbers.stream().mapToInt(n -> n.decimals.length()).max().orElse(0));
    }

    String before(Decimal number) {
      return phantom(
          (isSigned && number.sign.isEmpty() ? "-" : "")
              + "0".repeat(digits - number.integer.length()));
    }

    String behind(Decimal number) {
      String missing = "0".repeat(decimals - number.decimals.length());
      return phantom(number.decimals.isEmpty() && decimals > 0 ? "." + missing : missing);
    }

    private static String phantom(String text) {
      return text.isEmpty() ? "" : "\\phantom{" + text + "}";
    }
  }

  /** Cells of a column in LaTeX, in their order; those that are not made of numbers as words. */
  static List<String> column(List<String> cells) {
    List<LatexNumbers> parsed = cells.stream().map(LatexNumbers::of).toList();
    Map<List<String>, List<Width>> widths =
        parsed.stream()
            .collect(
                Collectors.groupingBy(
                    LatexNumbers::words,
                    Collectors.collectingAndThen(Collectors.toList(), LatexNumbers::widths)));
    List<String> column = new ArrayList<>();
    for (int row = 0; row < cells.size(); row++) {
      LatexNumbers cell = parsed.get(row);
      column.add(
          cell.numbers.isEmpty()
              ? LatexEscape.of(cells.get(row)).replaceAll("(?<!\\w)-(?=\\d)", "\\$-\\$")
              : "$" + cell.aligned(widths.getOrDefault(cell.words, List.of())) + "$");
    }
    return column;
  }

  private static LatexNumbers of(String cell) {
    List<Decimal> numbers = new ArrayList<>();
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    Matcher token = TOKEN.matcher(MATH.matcher(cell).matches() ? cell : "");
    int end = 0;
    while (token.find()) {
      word.append(symbols(cell.substring(end, token.start())));
      end = token.end();
      String power = token.group(2);
      if (power != null) {
        word.append(" \\times 10^{").append(token.group(1)).append(power).append('}');
      } else {
        String decimals = token.group(5);
        numbers.add(new Decimal(token.group(3), token.group(4), decimals == null ? "" : decimals));
        words.add(word.toString());
        word.setLength(0);
      }
    }
    words.add(word + symbols(cell.substring(end)));
    return new LatexNumbers(numbers, words);
  }

  private static String symbols(String text) {
    String symbols = text;
    for (Map.Entry<String, String> symbol : SYMBOLS.entrySet()) {
      symbols = symbols.replace(symbol.getKey(), symbol.getValue());
    }
    return symbols;
  }

  /** Of each number, over cells that have the same words. */
  private static List<Width> widths(List<LatexNumbers> alike) {
    List<Width> widths = new ArrayList<>();
    for (int i = 0; i < alike.get(0).numbers.size(); i++) {
      int place = i;
      widths.add(Width.of(alike.stream().map(cell -> cell.numbers.get(place)).toList()));
    }
    return widths;
  }

  private String aligned(List<Width> widths) {
    StringBuilder text = new StringBuilder(words.get(0));
    StringBuilder rest = new StringBuilder();
    for (int i = 0; i < numbers.size(); i++) {
      // nothing needs to stand below what is left of a first number
      String before = i == 0 ? "" : widths.get(i).before(numbers.get(i));
      String behind = widths.get(i).behind(numbers.get(i));
      // empty space within brackets or beside a stroke would be seen
      boolean isFree = words.get(i + 1).equals(PLUS_MINUS) || words.get(i).equals(PLUS_MINUS);
      text.append(isFree ? before : "").append(numbers.get(i).text()).append(isFree ? behind : "");
      text.append(words.get(i + 1));
      rest.append(isFree ? "" : before + behind);
    }
    return text.append(rest).toString();
  }
}
