package dev.steerage.cli;

import dev.steerage.evaluation.EvaluationListener;
import dev.steerage.evaluation.EvaluationPlan;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * How an evaluation goes, on standard error: a bar on a terminal, else a plain line now and then.
 */
final class ProgressDisplay implements EvaluationListener, AutoCloseable {
  private final PrintWriter err;
  private final @Nullable Interruption interruption;
  private @Nullable ProgressBar bar;

  /** Of what ends at once where a signal comes. */
  ProgressDisplay(PrintWriter err) {
    this.err = err;
    this.interruption = null;
  }

  /** Of what an interruption may end, which hears how far it is. */
  ProgressDisplay(PrintWriter err, Interruption interruption) {
    this.err = err;
    this.interruption = interruption;
  }

  @Override
  public void planned(EvaluationPlan plan) {
    PlanText.of(plan).forEach(this::say);
  }

  @Override
  public void started(long tokens, int cells, int complete) {
    if (tokens == 0) {
      return;
    }
    bar = ProgressBars.of("decoding", tokens, err).setUnit(" tokens", 1).showSpeed().build();
  }

  @Override
  public void stage(String what) {
    if (interruption != null) {
      interruption.stage();
    }
    if (bar != null) {
      bar.setExtraMessage(" " + what);
    }
  }

  @Override
  public void decoding() {
    if (interruption != null) {
      interruption.batch();
    }
  }

  @Override
  public void decoded(long tokens) {
    if (bar != null) {
      bar.stepBy(tokens);
    }
  }

  @Override
  public void note(String sentence) {
    say(sentence);
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
