package dev.steerage.cli;

import java.nio.file.Path;

/** A file with what it is multiplied by, written {@code FILE} or {@code FILE:FACTOR}. */
record FactoredFile(Path file, double factor) {

  /** A text after whose last colon stands no number is a file's name as a whole, times 1. */
  static FactoredFile parse(String text) {
    int colon = text.lastIndexOf(':');
    boolean hasFactor = colon > 0 && isNumber(text.substring(colon + 1));
    return new FactoredFile(
        Path.of(hasFactor ? text.substring(0, colon) : text),
        hasFactor ? Double.parseDouble(text.substring(colon + 1)) : 1);
  }

  private static boolean isNumber(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
