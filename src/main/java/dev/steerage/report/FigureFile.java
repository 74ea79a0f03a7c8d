package dev.steerage.report;

import java.util.Arrays;

/** A figure as one file. */
public final class FigureFile {
  private final String ending;
  private final byte[] bytes;

  private FigureFile(String ending, byte[] bytes) {
    this.ending = ending;
    this.bytes = bytes;
  }

  /** An SVG file. */
  public static FigureFile svg(byte[] text) {
    return new FigureFile("svg", text.clone());
  }

  /** A PNG file. */
  public static FigureFile png(byte[] bytes) {
    return new FigureFile("png", bytes.clone());
  }

  /** What its name ends with, without the point. */
  public String ending() {
    return ending;
  }

  /** The whole file. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FigureFile file
        && ending.equals(file.ending)
        && Arrays.equals(bytes, file.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * ending.hashCode() + Arrays.hashCode(bytes);
  }
}
