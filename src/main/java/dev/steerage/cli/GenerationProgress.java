package dev.steerage.cli;

import dev.steerage.evaluation.GenerationListener;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** How a generation goes, on standard error. */
final class GenerationProgress implements GenerationListener, AutoCloseable {
  private final PrintWriter err;
  private @Nullable ProgressBar bar;

  GenerationProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void started(int texts) {
    bar = ProgressBars.of("generating", texts, err).setUnit(" texts", 1).build();
  }

  @Override
  public void stage(String what) {
    if (bar != null) {
      bar.setExtraMessage(" " + what);
    }
  }

  @Override
  public void written() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void warning(String sentence) {
    err.println("steerage: warning: " + sentence);
  }

  @Override
  public void finished() {
    close();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
