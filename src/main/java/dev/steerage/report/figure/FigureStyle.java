package dev.steerage.report.figure;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.awt.Font;

/**
 * What all figures of a report have alike. Text has the same size in points whatever the width.
 *
 * @param format which files
 * @param millimetres printed width, from 60 to 400
 * @param lettering what is written in
 */
public record FigureStyle(FigureFormat format, double millimetres, Lettering lettering) {
  /** Width of one column of Nature, mm. */
  public static final double SINGLE = 89;

  /** Width of two columns of Nature, mm. */
  public static final double DOUBLE = 183;

  /** SVG files as wide as two columns, without serifs. */
  public static final FigureStyle USUAL = new FigureStyle(FigureFormat.SVG, DOUBLE, Lettering.SANS);

  /** The same with PNG files beside them. */
  public static final FigureStyle BOTH = new FigureStyle(FigureFormat.BOTH, DOUBLE, Lettering.SANS);

  private static final double LEAST = 60;
  private static final double MOST = 400;
  private static final double MILLIMETRES_IN_AN_INCH = 25.4;
  private static final double PIXELS_IN_AN_INCH = 96;

  public FigureStyle {
    if (!(millimetres >= LEAST && millimetres <= MOST)) {
      throw new InputException(
          "figure width "
              + millimetres
              + " mm is out of range; give single, double, or millimetres from 60 to 400");
    }
  }

  /**
   * Millimetres of {@code single}, {@code double} or a number.
   *
   * @throws InputException for anything else
   */
  public static double width(String text) {
    return switch (text) {
      case "single" -> SINGLE;
      case "double" -> DOUBLE;
      default -> number(text);
    };
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InputException(
          "figure width '"
              + InputFile.shown(text)
              + "' is none; give single, double, or millimetres from 60 to 400",
          e);
    }
  }

  /** The width in the unit that figures are drawn in, 1/96 inch. */
  double width() {
    return inches() * PIXELS_IN_AN_INCH;
  }

  /** Dots along so many 1/96 inch at a resolution. */
  static int dots(double length, int perInch) {
    return (int) Math.round(length / PIXELS_IN_AN_INCH * perInch);
  }

  private double inches() {
    return millimetres / MILLIMETRES_IN_AN_INCH;
  }

  boolean hasSvg() {
    return format != FigureFormat.PNG;
  }

  boolean hasPng() {
    return format != FigureFormat.SVG;
  }

  Font font(int style, double points) {
    return lettering.font(style, points);
  }
}
