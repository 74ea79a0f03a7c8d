package dev.steerage.metric;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which coefficients are tried next, to find the one with the largest gain within a budget in few
 * rounds. The cost is taken to grow with the size of the coefficient like a power of it, as KL does
 * with about the square: a bracket of the budget is interpolated on logarithms, and one that is not
 * there yet is looked for where the power leads. Where the gain is largest inside of what is within
 * the budget, its neighbours are halved instead. All that it knows are sizes, costs and gains, so
 * that a search that ended early comes to the same.
 */
final class Bracketing {
  /** Most coefficients that are tried. */
  static final int MOST = 9;

  /** Coefficients of a round: what is behind a layer is computed by itself for as many. */
  private static final int ROUND = 3;

  /** A cost of so much of the budget is as good as all of it: 1.5 % of a coefficient. */
  private static final double ENOUGH = 0.97;

  private static final int DIGITS = 4;

  /** Shares of the budget that are aimed at from within a bracket: both sides, closely. */
  private static final double[] INSIDE = {0.9, 0.985, 1.05};

  /** The same in the last round, whose coefficients must be within the budget to be of use. */
  private static final double[] LAST = {0.93, 0.98, 0.995};

  /** How far a step outwards goes at most and at least, as a factor of the coefficient. */
  private static final double FARTHEST = 32;

  private static final double NEAREST = 1.1;

  /** The power where two points do not say it. */
  private static final double SQUARE = 2;

  private final List<Tried> tried;
  private final double budget;

  private Bracketing(List<Tried> tried, double budget) {
    this.tried = tried;
    this.budget = budget;
  }

  /**
   * A coefficient that was tried.
   *
   * @param size above 0
   * @param cost in the budget's unit; may be infinite or, of a perplexity, below 0
   * @param gain the larger the better
   */
  record Tried(double size, double cost, double gain) {}

  /**
   * Sizes to try next, at most three; none when nine were tried or nothing more is to be found.
   *
   * @param tried at least one, each size once
   */
  static List<Double> next(List<Tried> tried, double budget) {
    List<Tried> ascending = tried.stream().sorted(Comparator.comparingDouble(Tried::size)).toList();
    return new Bracketing(ascending, budget).next();
  }

  private List<Double> next() {
    if (tried.size() >= MOST) {
      return List.of();
    }
    int within = last();
    if (within < 0) {
      return distinct(downwards());
    }
    int best = best(within);
    boolean isAtEdge = tried.get(within).cost() >= ENOUGH * budget;
    if (best == within) {
      return isAtEdge ? List.of() : distinct(edge(within));
    }
    List<Double> sizes = new ArrayList<>(around(best));
    if (!isAtEdge) {
      List<Double> edge = edge(within);
      sizes.add(edge.get(edge.size() / 2));
    }
    return distinct(sizes);
  }

  /** The largest within the budget, -1 without any. */
  private int last() {
    int last = tried.size() - 1;
    while (last >= 0 && tried.get(last).cost() > budget) {
      last--;
    }
    return last;
  }

  private int best(int last) {
    int best = last;
    for (int i = last - 1; i >= 0; i--) {
      Tried other = tried.get(i);
      best = other.cost() <= budget && other.gain() > tried.get(best).gain() ? i : best;
    }
    return best;
  }

  private boolean isLastRound() {
    return tried.size() + ROUND >= MOST;
  }

  /** Halves, by ratio, what is between a size and its neighbours; it is not the largest. */
  private List<Double> around(int best) {
    double size = tried.get(best).size();
    double below = best == 0 ? size / 4 : tried.get(best - 1).size();
    return List.of(Math.sqrt(below * size), Math.sqrt(size * tried.get(best + 1).size()));
  }

  /** Sizes about where the cost is the budget, above the last that is within it. */
  private List<Double> edge(int within) {
    return within + 1 < tried.size() ? inside(within) : upwards(within);
  }

  private List<Double> inside(int within) {
    Tried low = tried.get(within);
    Tried high = tried.get(within + 1);
    List<Double> sizes = new ArrayList<>();
    for (double share : isLastRound() ? LAST : INSIDE) {
      double aim = share * budget;
      if (aim > low.cost() && aim < high.cost()) {
        sizes.add(between(low, high, aim));
      }
    }
    double middle = Math.sqrt(low.size() * high.size());
    return sizes.isEmpty() ? List.of(middle) : sizes;
  }

  /** Where the cost is {@code aim}, on a straight line of logarithms where there are any. */
  private static double between(Tried low, Tried high, double aim) {
    if (!Double.isFinite(high.cost())) {
      return Math.sqrt(low.size() * high.size());
    }
    if (low.cost() > 0) {
      double share = Math.log(aim / low.cost()) / Math.log(high.cost() / low.cost());
      return low.size() * Math.pow(high.size() / low.size(), share);
    }
    double share = (aim - low.cost()) / (high.cost() - low.cost());
    return low.size() + share * (high.size() - low.size());
  }

  private List<Double> upwards(int within) {
    Tried low = tried.get(within);
    double power = within == 0 ? SQUARE : power(tried.get(within - 1), low);
    double ratio = low.cost() > 0 ? Math.pow(budget / low.cost(), 1 / power) : 4;
    double step = Math.max(NEAREST, Math.min(FARTHEST, ratio));
    double aim = low.size() * step;
    return isLastRound()
        ? List.of(low.size() * Math.sqrt(step), aim * Math.pow(step, -0.1), aim)
        : List.of(low.size() * Math.sqrt(step), aim, aim * Math.sqrt(step));
  }

  private List<Double> downwards() {
    Tried least = tried.get(0);
    double power = tried.size() == 1 ? SQUARE : power(least, tried.get(1));
    double ratio = Math.pow(budget / least.cost(), 1 / power);
    double step = Math.min(1 / NEAREST, Math.max(1 / FARTHEST, ratio));
    double aim = least.size() * step;
    return List.of(aim * Math.sqrt(step), aim, least.size() * Math.sqrt(step));
  }

  /** With which the cost grows from one to the next, 1 to 4. */
  private static double power(Tried low, Tried high) {
    double power = Math.log(high.cost() / low.cost()) / Math.log(high.size() / low.size());
    return Double.isFinite(power) ? Math.max(1, Math.min(4, power)) : SQUARE;
  }

  /** Ascending, with digits enough, without those that were tried, as many as there may be. */
  private List<Double> distinct(List<Double> sizes) {
    return sizes.stream()
        .map(Bracketing::rounded)
        .flatMap(Optional::stream)
        .distinct()
        .filter(size -> tried.stream().noneMatch(t -> t.size() == size))
        .limit(Math.min(ROUND, MOST - tried.size()))
        .sorted()
        .toList();
  }

  /** Down, so that rounding costs nothing; empty for what is no size. */
  private static Optional<Double> rounded(double size) {
    if (!Double.isFinite(size) || !(size > 0)) {
      return Optional.empty();
    }
    double number =
        new BigDecimal(size).round(new MathContext(DIGITS, RoundingMode.DOWN)).doubleValue();
    return number > 0 ? Optional.of(number) : Optional.empty();
  }
}
