package dev.steerage.cli;

import dev.steerage.report.figure.FigureFormat;
import dev.steerage.report.figure.FigureStyle;
import dev.steerage.report.figure.Lettering;
import picocli.CommandLine.Option;

/** How the figures of a report are drawn. */
final class FigureOptions {
  @Option(
      names = "--figure-format",
      paramLabel = "NAME",
      defaultValue = "svg",
      description =
          "Files of each figure: ${COMPLETION-CANDIDATES}; png has 300 dots per inch (default: ${DEFAULT-VALUE}).")
  private FigureFormat format = FigureFormat.SVG;

  @Option(
      names = "--figure-width",
      paramLabel = "single|double|MM",
      defaultValue = "double",
      description =
          "Printed width of the figures: one column of 89 mm, two of 183 mm, or millimetres from 60 to 400;"
              + " text has 7.5 to 9 points in each (default: ${DEFAULT-VALUE}).")
  private String width = "double";

  @Option(
      names = "--figure-font",
      paramLabel = "NAME",
      defaultValue = "sans",
      description =
          "What figures are lettered in: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Lettering lettering = Lettering.SANS;

  /**
   * What was asked.
   *
   * @throws dev.steerage.InputException for a width that is none
   */
  FigureStyle get() {
    return new FigureStyle(format, FigureStyle.width(width), lettering);
  }
}
