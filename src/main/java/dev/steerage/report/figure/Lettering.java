package dev.steerage.report.figure;

import java.awt.Font;
import java.util.Locale;

/** What figures are lettered in: a logical font, which stands for one of the machine's. */
public enum Lettering {
  /** Without serifs. */
  SANS(Font.SANS_SERIF),
  /** With serifs. */
  SERIF(Font.SERIF);

  /** Sizes at the printed width, in points of 1/72 inch. */
  static final double TITLE = 9;

  static final double LABEL = 8.25;
  static final double NUMBER = 7.5;

  private static final double PIXELS_IN_A_POINT = 96.0 / 72;

  private final String family;

  Lettering(String family) {
    this.family = family;
  }

  /** A font of so many points, in the unit that figures are drawn in (1/96 inch). */
  Font font(int style, double points) {
    return new Font(family, style, 1).deriveFont((float) (points * PIXELS_IN_A_POINT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
