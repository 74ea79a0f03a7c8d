package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageOpenerTest {
  private static final Path PAGE = Path.of("/runs/a b/report.html");

  @Test
  void asksTheDesktopWhereThereIsOne() {
    assertThat(PageOpener.command(PAGE, "Linux", Map.of("DISPLAY", ":0")))
        .contains(List.of("xdg-open", "/runs/a b/report.html"));
    assertThat(PageOpener.command(PAGE, "Linux", Map.of("WAYLAND_DISPLAY", "wayland-0")))
        .contains(List.of("xdg-open", "/runs/a b/report.html"));
    assertThat(PageOpener.command(PAGE, "Mac OS X", Map.of()))
        .contains(List.of("open", "/runs/a b/report.html"));
    assertThat(PageOpener.command(PAGE, "Linux", Map.of())).isEmpty();
  }
}
