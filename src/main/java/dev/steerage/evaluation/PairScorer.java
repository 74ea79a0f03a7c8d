package dev.steerage.evaluation;

import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.TargetLogprob;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Decodes a plan in one context and gathers the continuation tokens' logprobs. */
final class PairScorer {
  private final LlamaContext context;
  private final int batchTokens;
  private final LongConsumer decoded;
  private final Batch batch = new Batch();
  private Positions positions = Positions.ALL;
  private Consumer<Batch> listener = any -> {};
  private final List<Target> targets = new ArrayList<>();

  /**
   * A scorer.
   *
   * @param batchTokens most tokens in one decode of {@code context}
   * @param decoded hears the number of tokens of each decode
   */
  PairScorer(LlamaContext context, int batchTokens, LongConsumer decoded) {
    this.context = context;
    this.batchTokens = batchTokens;
    this.decoded = decoded;
  }

  /** A pair's results: for each pole one per continuation token. */
  record Scored(TokenizedPair pair, List<TargetLogprob> positive, List<TargetLogprob> negative) {
    List<TargetLogprob> of(Pole pole) {
      return pole == Pole.POSITIVE ? positive : negative;
    }
  }

  /** A text, and its results as far as they are there. */
  private static final class Text {
    final TokenizedText tokens;
    final TargetLogprob[] results;
    int sequence;

    Text(TokenizedText tokens) {
      this.tokens = tokens;
      this.results = new TargetLogprob[tokens.mask().length()];
    }

    /** Tokens to be decoded: all but the last, which nothing follows. */
    int length() {
      return tokens.length() - 1;
    }
  }

  /** A continuation token: its logprob comes from a token of the batch and goes to a text. */
  private record Target(int index, Text text, int position) {
    int token() {
      return text.tokens.token(position);
    }

    void accept(TargetLogprob result) {
      text.results[position - text.tokens.mask().start()] = result;
    }
  }

  /**
   * Scores the pairs of a plan under whatever the context is steered by, in the order of {@code
   * pairs}.
   *
   * @param at the tokens at which an injected direction acts
   */
  List<Scored> score(List<TokenizedPair> pairs, DecodePlan plan, Positions at) {
    positions = at;
    return score(pairs, plan);
  }

  /**
   * The same at all tokens, and shows each batch once it is decoded.
   *
   * @param each hears of it while the context still has its results
   */
  List<Scored> score(List<TokenizedPair> pairs, DecodePlan plan, Consumer<Batch> each) {
    positions = Positions.ALL;
    listener = each;
    try {
      return score(pairs, plan);
    } finally {
      listener = any -> {};
    }
  }

  private List<Scored> score(List<TokenizedPair> pairs, DecodePlan plan) {
    List<Text> positives = pairs.stream().map(p -> new Text(p.positive())).toList();
    List<Text> negatives = pairs.stream().map(p -> new Text(p.negative())).toList();
    for (DecodePlan.Group group : plan.groups()) {
      context.clear();
      int sequence = 0;
      for (int i : group.pairs()) {
        positives.get(i).sequence = sequence++;
        negatives.get(i).sequence = sequence++;
        int shared = plan.sharing() ? DecodePlan.shared(pairs.get(i)) : 0;
        addPair(positives.get(i), negatives.get(i), shared);
      }
      flush();
    }
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      List<TargetLogprob> positive = List.of(positives.get(i).results);
      scored.add(new Scored(pairs.get(i), positive, List.of(negatives.get(i).results)));
    }
    return scored;
  }

  private void addPair(Text positive, Text negative, int shared) {
    for (int p = 0; p < shared; p++) {
      add(p, positive, negative);
    }
    for (int p = shared; p < positive.length(); p++) {
      add(p, positive);
    }
    for (int p = shared; p < negative.length(); p++) {
      add(p, negative);
    }
  }

  /**
   * Adds the token that stands at {@code position} of all of these texts; in each, the next one is
   * a target if it is of the continuation.
   */
  private void add(int position, Text... texts) {
    if (batch.size() == batchTokens) {
      flush();
    }
    Batch.Output output = Batch.Output.NONE;
    int[] sequences = new int[texts.length];
    for (int i = 0; i < texts.length; i++) {
      sequences[i] = texts[i].sequence;
      if (position + 1 >= texts[i].tokens.mask().start()) {
        output = Batch.Output.LOGITS;
        targets.add(new Target(batch.size(), texts[i], position + 1));
      }
    }
    // a token that texts share is in the continuation of all or none: the rule goes by its bytes
    Text any = texts[0];
    Batch.Injection injection = positions.at(position, any.tokens.mask().start());
    batch.add(any.tokens.token(position), position, output, injection, sequences);
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
      targets.get(i).accept(results.get(i));
    }
    decoded.accept(batch.size());
    listener.accept(batch);
    batch.clear();
    targets.clear();
  }
}
