package dev.steerage.runlog;

import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.LogLikelihood;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Scores of a cell's continuations from its tokens, part by part. */
final class Scores {
  private final Condition condition;
  private final @Nullable Strength strength;
  private final Map<Pole, Integer> longest = new EnumMap<>(Pole.class);

  /**
   * @param strength of what the condition adds; null where it adds nothing
   */
  Scores(Condition condition, @Nullable Strength strength) {
    this.condition = condition;
    this.strength = strength;
  }

  /** Hands over one row a continuation of all parts of the cell, of which one is in memory. */
  void each(RunFolder run, PairClusters clusters, Consumer<ScoreRow> rows) {
    run.readParts(condition).forEach(this::see);
    int part = 0;
    for (Iterator<List<TokenRow>> parts = run.readParts(condition).iterator(); parts.hasNext(); ) {
      of(parts.next(), clusters.of(condition.behavior(), part++)).forEach(rows);
    }
  }

  /** Looks how long the texts of a part are, before any is scored. */
  private void see(List<TokenRow> tokens) {
    for (TokenRow token : tokens) {
      // a text ends with its last continuation token
      longest.merge(token.pole(), token.position() + 1, Math::max);
    }
  }

  /**
   * One row a continuation of a part, in the order in which their tokens come.
   *
   * @param clusters id of the first pair with the same prompt, by id of the pair; others are by
   *     themselves
   */
  private List<ScoreRow> of(List<TokenRow> tokens, Map<String, String> clusters) {
    List<ScoreRow> rows = new ArrayList<>();
    for (int from = 0; from < tokens.size(); ) {
      TokenRow first = tokens.get(from);
      int to = from;
      while (to < tokens.size()
          && tokens.get(to).pole() == first.pole()
          && tokens.get(to).pair().equals(first.pair())) {
        to++;
      }
      double[] logprobs =
          tokens.subList(from, to).stream().mapToDouble(TokenRow::logprob).toArray();
      LogLikelihood ll = LogLikelihood.of(logprobs, longest.getOrDefault(first.pole(), 0));
      rows.add(
          new ScoreRow(
              condition,
              first.pair(),
              first.pole(),
              ll.tokens(),
              ll.sum(),
              ll.mean(),
              ll.paddedMean(),
              strength,
              clusters.getOrDefault(first.pair(), first.pair())));
      from = to;
    }
    return rows;
  }
}
