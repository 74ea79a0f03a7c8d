package dev.steerage.cli;

import dev.steerage.evaluation.Quantization;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;

/** How far a quantization is, on standard error. */
final class QuantizeProgress {
  private static final int STEPS = 100;

  private QuantizeProgress() {}

  /** Runs a task under a bar. */
  static void run(Quantization quantization, Quantization.Task task, PrintWriter err) {
    err.println("steerage: writing " + task.output());
    try (ProgressBar bar = ProgressBars.of("quantizing", STEPS, err).setUnit(" %", 1).build()) {
      quantization.run(
          task,
          share -> {
            bar.stepTo(Math.round(share * STEPS));
            return true;
          });
    }
  }
}
