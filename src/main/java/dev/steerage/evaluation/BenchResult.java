package dev.steerage.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How fast a model's cells are computed, against llama.cpp alone.
 *
 * @param subject the model
 * @param work what one pass does
 * @param start what comes before
 * @param peakBytes most memory in use while cells were computed; empty where the system does not
 *     say
 * @param repetitions in their order, at least one
 */
public record BenchResult(
    Subject subject, Work work, Start start, OptionalLong peakBytes, List<Repetition> repetitions) {

  public BenchResult {
    repetitions = List.copyOf(repetitions);
  }

  /**
   * A loaded model, in llama.cpp's words.
   *
   * @param name of its file
   * @param type of its weights
   * @param parameters number of weights
   * @param bytes of all weights
   */
  public record Subject(String name, String type, long parameters, long bytes) {}

  /**
   * What every pass over the texts does.
   *
   * @param pairs of the behavior
   * @param textTokens of all texts, each by itself
   * @param tokens decoded: what texts have in common is decoded once
   * @param rows of logits computed: tokens that are outputs
   * @param scored continuation tokens; some share a row
   * @param batches decodes
   * @param batchTokens most tokens in one
   * @param layer 0-based block at which the steered pass adds a random direction
   */
  public record Work(
      int pairs,
      long textTokens,
      long tokens,
      long rows,
      long scored,
      int batches,
      int batchTokens,
      int layer) {}

  /**
   * Seconds before the passes that are timed.
   *
   * @param read reading and tokenizing the inputs, the SHA-256 of the weights among it
   * @param load the weights and a context
   * @param firstScore from the start of the process until the first batch is scored, less {@code
   *     load}; empty where the process did something else before
   */
  public record Start(double read, double load, OptionalDouble firstScore) {}

  /** The kinds of passes that are compared with llama.cpp. */
  public enum Kind {
    /** The baseline's cell; its logits are kept for the steered one. */
    BASELINE,
    /** A cell under a random direction, compared with the baseline's logits. */
    STEERED
  }

  /**
   * One pass of each kind, one after the other.
   *
   * @param llamaBatches seconds of llama.cpp alone on each of the same batches, unsteered
   */
  public record Repetition(StageTimes baseline, StageTimes steered, List<Double> llamaBatches) {
    public Repetition {
      llamaBatches = List.copyOf(llamaBatches);
    }

    /** Seconds of llama.cpp alone on all of them. */
    public double llama() {
      return llamaBatches.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Where the time of a kind of pass went. */
    public StageTimes of(Kind kind) {
      return kind == Kind.BASELINE ? baseline : steered;
    }
  }

  /** Tokens decoded a second by a kind of pass, whatever else it does. */
  public Spread speed(Kind kind) {
    return spread(r -> work.tokens() / r.of(kind).total());
  }

  /** Continuation tokens scored a second. */
  public Spread scoringSpeed(Kind kind) {
    return spread(r -> work.scored() / r.of(kind).total());
  }

  /** Tokens decoded a second by llama.cpp alone. */
  public Spread llamaSpeed() {
    return spread(r -> work.tokens() / r.llama());
  }

  /** Seconds of llama.cpp alone. */
  public Spread llamaSeconds() {
    return spread(Repetition::llama);
  }

  /** Speed of a pass as a share of llama.cpp's in the same repetition. */
  public Spread ratio(Kind kind) {
    return spread(r -> r.llama() / r.of(kind).total());
  }

  /**
   * The same from the fastest repetition of each batch, of llama.cpp's and of the pass, and of each
   * other stage: about what a machine shows on which nothing else runs, for other work only makes
   * things slower.
   */
  public double undisturbedRatio(Kind kind) {
    double others =
        Arrays.stream(Stage.values())
            .filter(stage -> stage != Stage.DECODE)
            .mapToDouble(stage -> seconds(kind, stage).low())
            .sum();
    double own = fastest(r -> r.of(kind).decodes());
    return fastest(Repetition::llamaBatches) / (own + others);
  }

  private double fastest(Function<Repetition, List<Double>> batches) {
    double sum = 0;
    for (int i = 0; i < batches.apply(repetitions.get(0)).size(); i++) {
      int batch = i;
      sum += repetitions.stream().mapToDouble(r -> batches.apply(r).get(batch)).min().orElseThrow();
    }
    return sum;
  }

  /** Seconds of a pass in a stage. */
  public Spread seconds(Kind kind, Stage stage) {
    return spread(r -> r.of(kind).of(stage));
  }

  /** Share of a pass's time in a stage. */
  public Spread share(Kind kind, Stage stage) {
    return spread(r -> r.of(kind).of(stage) / r.of(kind).total());
  }

  private Spread spread(ToDoubleFunction<Repetition> measure) {
    return Spread.of(repetitions.stream().mapToDouble(measure).boxed().toList());
  }
}
