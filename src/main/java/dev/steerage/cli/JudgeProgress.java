package dev.steerage.cli;

import dev.steerage.InputFile;
import dev.steerage.evaluation.GenerationListener;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** How judging goes, on standard error; a signal ends it, and the file in hand is begun again. */
final class JudgeProgress implements GenerationListener, AutoCloseable {
  private final PrintWriter err;
  private final Interruption interruption;
  private @Nullable ProgressBar bar;

  JudgeProgress(PrintWriter err, Interruption interruption) {
    this.err = err;
    this.interruption = interruption;
  }

  @Override
  public void started(int ratings) {
    bar =
        ratings == 0
            ? null
            : ProgressBars.of("judging", ratings, err).setUnit(" ratings", 1).build();
  }

  @Override
  public void stage(String what) {
    interruption.stage();
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
    err.println("steerage: warning: " + InputFile.printable(sentence));
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
