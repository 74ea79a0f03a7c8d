package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A neutral text as it was read.
 *
 * @param spec what was asked
 * @param name of its file without the ending
 * @param sha256 of the file's bytes, lower-case hex
 * @param text without a line break at its end, which llama-perplexity leaves out as well
 */
record NeutralText(NeutralSpec spec, String name, String sha256, String text) {
  /** Bare name of the text that is part of the program. */
  static final String SHIPPED = "general";

  private static final int MOST_BYTES = 64 << 20;

  /**
   * Reads a text.
   *
   * @throws InputException if it cannot be used
   */
  static NeutralText read(NeutralSpec spec) {
    Path path = spec.file();
    byte[] bytes;
    String text;
    if (isShipped(path)) {
      bytes = shipped();
      text = new String(bytes, StandardCharsets.UTF_8);
    } else {
      InputFile file = new InputFile(path);
      bytes = file.bytes(MOST_BYTES);
      text = file.utf8(bytes);
    }
    if (text.isBlank()) {
      throw InputException.in(path, "has no text; name a file of plain text");
    }
    String withoutLastBreak = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return new NeutralText(spec, InputFile.name(path), InputFile.sha256(bytes), withoutLastBreak);
  }

  /**
   * Whether a path is the bare name of the shipped text; a file of that name has "./" before it.
   */
  static boolean isShipped(Path path) {
    return path.toString().equals(SHIPPED);
  }

  private static byte[] shipped() {
    String resource = "/neutral/" + SHIPPED + ".txt";
    try (InputStream in = NeutralText.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
