package dev.steerage.cli;

import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.evaluation.NextCoefficients;
import dev.steerage.metric.Tuned;
import dev.steerage.runlog.CostBudget;

/** The search of a tune, from one round to the next. */
final class TuneRun {
  private TuneRun() {}

  /** What comes after a round of a spec; nothing where that is no tune. */
  static NextCoefficients next(EvaluationSpec spec) {
    CostBudget budget = spec.tune();
    return budget == null
        ? NextCoefficients.NONE
        : run -> Tuned.of(run, run.readScores(), spec.aggregation(), budget).next();
  }
}
