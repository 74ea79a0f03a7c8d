package dev.steerage.dataset;

import dev.steerage.InputException;
import dev.steerage.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The behaviors that are part of the program. A path that is the bare name of one, such as {@code
 * corrigibility}, means it, and {@code corrigibility-choices} its multiple-choice questions; a file
 * of the user's that is called so is written {@code ./corrigibility}.
 */
public final class ShippedBehaviors {
  private static final List<String> NAMES =
      List.of("corrigibility", "hallucination", "myopia", "power-seeking", "refusal", "sycophancy");
  private static final String CHOICES = "-choices";

  private ShippedBehaviors() {}

  /** Names of the contrast pairs, in alphabetical order. */
  public static List<String> names() {
    return NAMES;
  }

  /** Name of the multiple-choice questions that go with a behavior. */
  public static String choices(String name) {
    return name + CHOICES;
  }

  /** Whether a path is the bare name of shipped pairs or choices, whatever files are there. */
  public static boolean isShipped(Path path) {
    String text = path.toString();
    return NAMES.contains(text) || (text.endsWith(CHOICES) && NAMES.contains(behavior(text)));
  }

  /** The bytes of what {@link #isShipped} names. */
  static byte[] bytes(Path path) {
    String name = path.toString();
    String resource = "behaviors/" + name + (NAMES.contains(name) ? ".jsonl" : ".json");
    try (InputStream in = ShippedBehaviors.class.getResourceAsStream(resource)) {
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
        "no such file, and none of the shipped behaviors "
            + String.join(", ", Spelling.nearestFirst(typed, NAMES)));
  }

  private static String behavior(String choices) {
    return choices.substring(0, choices.length() - CHOICES.length());
  }
}
