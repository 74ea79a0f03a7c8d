package dev.steerage.cli;

import dev.steerage.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What comes with Steerage. */
final class BundledFiles {
  private BundledFiles() {}

  /** Steerage's own folder: the launcher says where it is. */
  static Path home() {
    return Path.of(System.getProperty("steerage.home", "."));
  }

  /**
   * The demo model.
   *
   * @throws InputException if it is not there
   */
  static Path model() {
    Path model = home().resolve("models").resolve("steerage-demo-f16.gguf");
    if (!Files.isRegularFile(model)) {
      throw InputException.in(
          model, "the bundled model is not there; run scripts/steerage of a complete checkout");
    }
    return model;
  }

  /** The folder of the demo's behaviors, vectors and texts. */
  static Path demo() {
    return home().resolve("models").resolve("demo");
  }
}
