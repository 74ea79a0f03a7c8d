package dev.steerage.cli;

import dev.steerage.evaluation.EvaluationListener;
import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How an evaluation goes, on standard error: a bar on a terminal, else a plain line now and then.
 */
final class ProgressDisplay implements EvaluationListener, AutoCloseable {
  private static final int PLAIN_INTERVAL_MILLIS = 10_000;

  private final PrintWriter err;
  private final boolean terminal = Terminal.isStandardError();
  private @Nullable ProgressBar bar;

  ProgressDisplay(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void started(long tokens, int cells, int complete) {
    if (complete > 0) {
      say(complete + " of " + (complete + cells) + " conditions were complete already");
    }
    if (tokens == 0) {
      return;
    }
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName("decoding")
            .setUnit(" tokens", 1)
            .setInitialMax(tokens)
            .showSpeed();
    if (!terminal) {
      builder
          .setConsumer(new DelegatingProgressBarConsumer(line -> err.println(line.strip()), 100))
          .setUpdateIntervalMillis(PLAIN_INTERVAL_MILLIS)
          .setStyle(ProgressBarStyle.ASCII);
    }
    bar = builder.build();
  }

  @Override
  public void stage(String what) {
    if (bar != null) {
      bar.setExtraMessage(" " + what);
    }
  }

  @Override
  public void decoded(long tokens) {
    if (bar != null) {
      bar.stepBy(tokens);
    }
  }

  @Override
  public void warning(String sentence) {
    say("warning: " + sentence);
  }

  @Override
  public void finished() {
    close();
  }

  private void say(String sentence) {
    err.println("steerage: " + sentence);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
