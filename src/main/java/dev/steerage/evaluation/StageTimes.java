package dev.steerage.evaluation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where the time of a pass went: all of it, each moment in one stage.
 *
 * @param seconds by stage
 * @param decodes seconds of each stay in {@link Stage#DECODE}, a batch each, in their order
 */
public record StageTimes(Map<Stage, Double> seconds, List<Double> decodes) {
  private static final double NANOS = 1e-9;

  public StageTimes {
    seconds = Map.copyOf(seconds);
    decodes = List.copyOf(decodes);
  }

  /** Seconds in a stage. */
  public double of(Stage stage) {
    return seconds.getOrDefault(stage, 0.0);
  }

  /** Seconds in all of them. */
  public double total() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Measures by being told; {@link Stage#JAVA} is what goes on where nothing is said. */
  static final class Stopwatch implements StageClock {
    private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
    private final List<Double> decodes = new ArrayList<>();
    private Stage stage = Stage.JAVA;
    private long since = System.nanoTime();

    @Override
    public void enter(Stage next) {
      long now = System.nanoTime();
      double spent = (now - since) * NANOS;
      seconds.merge(stage, spent, Double::sum);
      if (stage == Stage.DECODE) {
        decodes.add(spent);
      }
      stage = next;
      since = now;
    }

    /** Measures some work from nothing on. */
    StageTimes measure(Runnable work) {
      seconds.clear();
      decodes.clear();
      stage = Stage.JAVA;
      since = System.nanoTime();
      work.run();
      enter(Stage.JAVA);
      return new StageTimes(seconds, decodes);
    }
  }
}
