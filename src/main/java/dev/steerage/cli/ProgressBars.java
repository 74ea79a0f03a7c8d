package dev.steerage.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars on standard error: drawn on a terminal, else a plain line now and then. */
final class ProgressBars {
  private static final int PLAIN_INTERVAL_MILLIS = 10_000;
  private static final int PLAIN_WIDTH = 100;

  private ProgressBars() {}

  static ProgressBarBuilder of(String task, long most, PrintWriter err) {
    ProgressBarBuilder builder = new ProgressBarBuilder().setTaskName(task).setInitialMax(most);
    if (!Terminal.isStandardError()) {
      builder
          .setConsumer(
              new DelegatingProgressBarConsumer(line -> err.println(line.strip()), PLAIN_WIDTH))
          .setUpdateIntervalMillis(PLAIN_INTERVAL_MILLIS)
          .setStyle(ProgressBarStyle.ASCII);
    } else if (!Terminal.isColored(System.getenv(), () -> true)) {
      builder.setStyle(ProgressBarStyle.UNICODE_BLOCK);
    }
    return builder;
  }
}
