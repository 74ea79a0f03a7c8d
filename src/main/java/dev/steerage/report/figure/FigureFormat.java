package dev.steerage.report.figure;

import java.util.Locale;

/** The files that each figure has. */
public enum FigureFormat {
  /** An SVG file. */
  SVG,
  /** A PNG file of 300 dots per inch. */
  PNG,
  /** An SVG file and a PNG file. */
  BOTH;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
