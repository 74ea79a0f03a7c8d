package dev.steerage.dataset;

import dev.steerage.InputException;
import dev.steerage.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The sets of multiple-choice questions that are part of the program. A path that is the bare name
 * of one means it; a file of the user's that is called so is written {@code ./general-knowledge}.
 */
public final class ShippedQuestions {
  private static final List<String> NAMES = List.of("general-knowledge");

  private ShippedQuestions() {}

  /** Names of the sets. */
  public static List<String> names() {
    return NAMES;
  }

  /** Whether a path is the bare name of a shipped set, whatever files are there. */
  public static boolean isShipped(Path path) {
    return NAMES.contains(path.toString());
  }

  /** The bytes of what {@link #isShipped} names: JSON lines. */
  static byte[] bytes(Path path) {
    String resource = "capabilities/" + path + ".jsonl";
    try (InputStream in = ShippedQuestions.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sentence for a path without an ending at which there is no file. */
  static InputException missing(Path path) {
    String typed = String.valueOf(path.getFileName());
    return InputException.in(
        path,
        "no such file, and none of the shipped sets of questions "
            + String.join(", ", Spelling.nearestFirst(typed, NAMES)));
  }
}
