package dev.steerage.dataset;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** What each shipped behavior is, in words, for a judge: {@code behaviors/concepts.properties}. */
public final class ShippedConcepts {
  private ShippedConcepts() {}

  /** The description of a shipped behavior; empty for any other name. */
  public static Optional<String> find(String behavior) {
    return Optional.ofNullable(all().getProperty(behavior));
  }

  /**
   * The same of a name that must have one.
   *
   * @throws InputException naming those that have
   */
  public static String of(String behavior) {
    return find(behavior)
        .orElseThrow(
            () ->
                new InputException(
                    "what the behavior '%s' is, is not known; say it with --concept, or name one of %s"
                        .formatted(
                            InputFile.shown(behavior),
                            String.join(", ", ShippedBehaviors.names()))));
  }

  private static Properties all() {
    Properties concepts = new Properties();
    String resource = "behaviors/concepts.properties";
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(ShippedConcepts.class.getResourceAsStream(resource), resource),
            StandardCharsets.UTF_8)) {
      concepts.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return concepts;
  }
}
