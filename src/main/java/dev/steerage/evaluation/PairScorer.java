package dev.steerage.evaluation;

import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.TargetLogprob;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Decodes a plan in one context and gathers the continuation tokens' logprobs. */
final class PairScorer {
  private final LlamaContext context;
  private final int batchTokens;
  private final LongConsumer decoded;
  private final Batch batch = new Batch();
  private final List<Target> targets = new ArrayList<>();

  /**
   * @param batchTokens most tokens in one decode of {@code context}
   * @param decoded hears the number of tokens of each decode
   */
  PairScorer(LlamaContext context, int batchTokens, LongConsumer decoded) {
    this.context = context;
    this.batchTokens = batchTokens;
    this.decoded = decoded;
  }

  /** Where a logprob comes from and where it goes. */
  private record Target(int index, int token, TargetLogprob[] row, int column) {}

  /** A pair's results: for each pole one per continuation token. */
  record Scored(TokenizedPair pair, List<TargetLogprob> positive, List<TargetLogprob> negative) {
    List<TargetLogprob> of(Pole pole) {
      return pole == Pole.POSITIVE ? positive : negative;
    }
  }

  /** Scores the pairs of a plan under whatever the context is steered by, in the order of {@code pairs}. */
  List<Scored> score(List<TokenizedPair> pairs, DecodePlan plan) {
    TargetLogprob[][][] rows = new TargetLogprob[pairs.size()][Pole.values().length][];
    for (int i = 0; i < pairs.size(); i++) {
      for (Pole pole : Pole.values()) {
        TokenizedText text = DecodePlan.text(pairs.get(i), pole);
        rows[i][pole.ordinal()] = new TargetLogprob[text.mask().length()];
      }
    }
    for (DecodePlan.Group group : plan.groups()) {
      context.clear();
      int sequence = 0;
      for (int i : group.pairs()) {
        add(pairs.get(i), rows[i], sequence, plan.sharing());
        sequence += 2;
      }
      flush();
    }
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      scored.add(new Scored(pairs.get(i), List.of(rows[i][0]), List.of(rows[i][1])));
    }
    return scored;
  }

  private void add(TokenizedPair pair, TargetLogprob[][] rows, int sequence, boolean sharing) {
    int shared = sharing ? DecodePlan.shared(pair) : 0;
    for (int p = 0; p < shared; p++) {
      add(pair, p, List.of(Pole.POSITIVE, Pole.NEGATIVE), rows, sequence, sequence + 1);
    }
    for (Pole pole : Pole.values()) {
      int own = sequence + pole.ordinal();
      for (int p = shared; p < DecodePlan.length(pair, pole); p++) {
        add(pair, p, List.of(pole), rows, own);
      }
    }
  }

  /** Adds the token at {@code position} of the texts of {@code poles}; the next one of each is a target where it is of the continuation. */
  private void add(
      TokenizedPair pair, int position, List<Pole> poles, TargetLogprob[][] rows, int... sequences) {
    if (batch.size() == batchTokens) {
      flush();
    }
    int index = batch.size();
    Batch.Output output = Batch.Output.NONE;
    for (Pole pole : poles) {
      TokenizedText text = DecodePlan.text(pair, pole);
      int column = position + 1 - text.mask().start();
      if (column >= 0) {
        output = Batch.Output.LOGITS;
        int token = text.token(position + 1);
        targets.add(new Target(index, token, rows[pole.ordinal()], column));
      }
    }
    int token = DecodePlan.text(pair, poles.get(0)).token(position);
    batch.add(token, position, output, sequences);
  }

  private void flush() {
    if (batch.size() == 0) {
      return;
    }
    context.decode(batch);
    List<TargetLogprob> results =
        context.targetLogprobs(
            targets.stream().mapToInt(Target::index).toArray(),
            targets.stream().mapToInt(Target::token).toArray());
    for (int i = 0; i < results.size(); i++) {
      targets.get(i).row()[targets.get(i).column()] = results.get(i);
    }
    decoded.accept(batch.size());
    batch.clear();
    targets.clear();
  }
}
