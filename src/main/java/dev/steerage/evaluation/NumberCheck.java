package dev.steerage.evaluation;

import dev.steerage.llama.TargetLogprob;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.TokenRow;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Finds numbers that no model can give, before they are written: they are not to be averaged away.
 * Logits that are not finite are found where they are read.
 *
 * @param vocabulary number of tokens that probabilities are of
 */
record NumberCheck(int vocabulary) {
  /** Most that probabilities may miss 1 by. */
  static final double MOST_EXCESS = 1e-4;

  /** How far a baseline's logprobs may be from those of another pass, in nats. */
  enum Drift {
    /** Each: a CPU gives the same bits for the same batch. */
    EACH(1e-4),
    /**
     * Their mean: a GPU joins operations otherwise where layers are captured, and weights of few
     * bits make much of the last one.
     */
    MEAN(1e-2);

    private final double most;

    Drift(double most) {
      this.most = most;
    }

    /** What holds where layers are computed. */
    static Drift of(EngineSpec engine) {
      return engine.gpuLayers() == 0 ? EACH : MEAN;
    }
  }

  /**
   * Looks at one token.
   *
   * @param where it is, in words
   * @throws CellException if its logprob is above 0 or no number, it and the tokens that are more
   *     likely have more probability than there is, or its distribution has an entropy that none
   *     over the vocabulary has
   */
  void check(Condition condition, Supplier<String> where, TargetLogprob token) {
    double logprob = token.logprob();
    check(condition, where, logprob);
    double least = Math.exp(logprob) * (token.rank() + 1.0);
    if (least > 1 + MOST_EXCESS) {
      throw wrong(
          condition,
          "%s and the %d tokens that are likelier have a probability of at least %.6f together",
          where.get(),
          token.rank(),
          least);
    }
    double most = Math.log(vocabulary);
    if (!(token.entropy() >= -MOST_EXCESS && token.entropy() <= most + MOST_EXCESS)) {
      throw wrong(
          condition,
          "the probabilities behind %s have an entropy of %s, not one from 0 to %.4f nats, so they do not sum to 1",
          where.get(),
          token.entropy(),
          most);
    }
  }

  /**
   * Looks at a logprob alone.
   *
   * @throws CellException if it is above 0, infinite or no number
   */
  void check(Condition condition, Supplier<String> where, double logprob) {
    if (!(logprob <= 0) || Double.isInfinite(logprob)) {
      throw wrong(condition, "%s has the logprob %s", where.get(), logprob);
    }
  }

  /**
   * Compares a baseline with the same in another pass.
   *
   * @param again rows of some of its texts, or of all
   * @throws CellException if they are further apart than that
   */
  void checkBaseline(Condition baseline, List<TokenRow> before, List<TokenRow> again, Drift drift) {
    double sum = 0;
    double greatest = 0;
    String worst = "";
    int at = 0;
    for (TokenRow row : again) {
      at = place(baseline, row, before, at);
      double difference = Math.abs(row.logprob() - before.get(at).logprob());
      sum += difference;
      if (!(difference <= greatest)) {
        greatest = difference;
        worst =
            "%s is %.6f in one pass and %.6f in another"
                .formatted(name(row), before.get(at).logprob(), row.logprob());
      }
    }
    double drifted = drift == Drift.EACH ? greatest : sum / Math.max(1, again.size());
    if (!(drifted <= drift.most)) {
      throw wrong(
          baseline,
          "the logprob of %s; where its token file comes from another machine, delete it, and the"
              + " same command computes it here",
          worst);
    }
  }

  /** Where a row's token is, looked for from a place on. */
  private static int place(Condition baseline, TokenRow row, List<TokenRow> in, int from) {
    for (int i = 0; i < in.size(); i++) {
      int at = (from + i) % in.size();
      if (isSame(in.get(at), row)) {
        return at;
      }
    }
    throw wrong(baseline, "%s is in one pass over the texts and not in the other", name(row));
  }

  private static boolean isSame(TokenRow a, TokenRow b) {
    return a.position() == b.position() && a.pole() == b.pole() && a.pair().equals(b.pair());
  }

  private static String name(TokenRow row) {
    return name(row.pair(), row.pole().word(), row.position());
  }

  /** A token of a text in words. */
  static String name(String pair, String pole, int position) {
    return "token %d of pair %s, %s,".formatted(position, pair, pole);
  }

  private static CellException wrong(Condition condition, String what, Object... values) {
    return new CellException(
        condition, "these numbers cannot be right: " + String.format(Locale.ROOT, what, values));
  }
}
