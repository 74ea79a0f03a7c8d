package dev.steerage.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Opens a page in the desktop's browser. Not by {@link java.awt.Desktop}, which does nothing in a
 * Java that draws without a display, as this one does.
 */
final class PageOpener {
  private PageOpener() {}

  /**
   * What opens a file on a desktop; empty where there is none.
   *
   * @param system value of {@code os.name}
   * @param environment variables, of which those of X11 and Wayland say whether there is a display
   */
  static Optional<List<String>> command(Path page, String system, Map<String, String> environment) {
    String path = page.toAbsolutePath().toString();
    if (system.toLowerCase(Locale.ROOT).startsWith("mac")) {
      return Optional.of(List.of("open", path));
    }
    return environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY")
        ? Optional.of(List.of("xdg-open", path))
        : Optional.empty();
  }

  /** Whether the page could be handed to a browser; doesn't wait for that. */
  static boolean open(Path page) {
    Optional<List<String>> command =
        command(page, System.getProperty("os.name", ""), System.getenv());
    if (command.isEmpty()) {
      return false;
    }
    try {
      new ProcessBuilder(command.orElseThrow())
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
