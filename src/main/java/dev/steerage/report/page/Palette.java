package dev.steerage.report.page;

import java.util.List;
import java.util.Map;

/**
 * How series differ: by colour, dash and symbol, so that colour is never alone. The colours are of
 * Okabe and Ito (Color Universal Design), those that can be seen on white and on black.
 */
final class Palette {
  private static final String BLUE = "#0072B2";
  private static final String VERMILION = "#D55E00";

  /** From below to above 0, for a heat map. */
  static final List<List<Object>> DIVERGING =
      List.of(List.of(0, BLUE), List.of(0.5, "#f7f7f7"), List.of(1, VERMILION));

  private static final List<String> COLORS =
      List.of(BLUE, VERMILION, "#009E73", "#CC79A7", "#E69F00", "#56B4E9");
  private static final List<String> BANDS =
      List.of(
          "rgba(0,114,178,.2)",
          "rgba(213,94,0,.2)",
          "rgba(0,158,115,.2)",
          "rgba(204,121,167,.2)",
          "rgba(230,159,0,.2)",
          "rgba(86,180,233,.2)");
  private static final List<String> DASHES = List.of("solid", "dash", "dot", "dashdot");
  private static final List<String> SYMBOLS =
      List.of("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x");

  private Palette() {}

  static Map<String, Object> line(int series) {
    return Map.of("color", of(COLORS, series), "dash", of(DASHES, series), "width", 2);
  }

  static Map<String, Object> marker(int series) {
    return Map.of("color", of(COLORS, series), "symbol", of(SYMBOLS, series), "size", 8);
  }

  /** A colour that lets through what lies below. */
  static String band(int series) {
    return of(BANDS, series);
  }

  /** Smaller, for many points. */
  static Map<String, Object> points(int series) {
    return Map.of("color", of(COLORS, series), "symbol", of(SYMBOLS, series), "size", 5);
  }

  private static String of(List<String> words, int series) {
    return words.get(series % words.size());
  }
}
