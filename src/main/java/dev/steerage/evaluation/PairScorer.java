package dev.steerage.evaluation;

import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Decodes a plan in one context and gathers what it says of the continuation tokens. */
final class PairScorer implements AutoCloseable {
  private final LogitScorer scorer;
  private final int batchTokens;
  private final StageClock clock;
  private final Batch batch = new Batch();
  private final List<ScoreTarget> targets = new ArrayList<>();
  private Pass pass = Pass.of(Positions.ALL);
  private boolean wantsTargets = true;

  /**
   * A scorer.
   *
   * @param decoded hears the number of tokens of each decode, and of what decodes beside it
   */
  PairScorer(LlamaContext context, Scoring scoring, LongConsumer decoded) {
    this(context, Decoder.TOKENS, scoring, decoded, StageClock.NONE);
  }

  /**
   * A scorer whose context takes batches in some way, and whose time is looked at.
   *
   * @param decoded hears the number of tokens of each decode, and of what decodes beside it
   * @param clock hears what the time goes into
   */
  PairScorer(
      LlamaContext context,
      Decoder decoder,
      Scoring scoring,
      LongConsumer decoded,
      StageClock clock) {
    this.scorer = new LogitScorer(context, decoder, scoring, decoded, clock);
    this.batchTokens = scoring.batchTokens();
    this.clock = clock;
  }

  /** What hears where the time of this scorer goes, to be told what is done with its results. */
  StageClock clock() {
    return clock;
  }

  /** A pair's results: for each pole one per continuation token. */
  record Scored(TokenizedPair pair, List<TokenScore> positive, List<TokenScore> negative) {
    List<TokenScore> of(Pole pole) {
      return pole == Pole.POSITIVE ? positive : negative;
    }
  }

  /** A text, and its results as far as they are there. */
  private static final class Text {
    final TokenizedText tokens;
    final long place;
    final TokenScore[] results;
    int sequence;

    Text(TokenizedText tokens, long place) {
      this.tokens = tokens;
      this.place = place;
      this.results = new TokenScore[tokens.mask().length()];
    }

    /** Tokens to be decoded: all but the last, which nothing follows. */
    int length() {
      return tokens.length() - 1;
    }

    /** The continuation token at a position, predicted by a token of the batch. */
    ScoreTarget target(int index, int position) {
      int ordinal = position - tokens.mask().start();
      return new ScoreTarget(
          index, tokens.token(position), place + ordinal, score -> results[ordinal] = score);
    }
  }

  /**
   * Scores the pairs of a plan under whatever the context is steered by, in the order of {@code
   * pairs}.
   */
  List<Scored> score(List<TokenizedPair> pairs, DecodePlan plan, Pass what) {
    List<Text> positives = new ArrayList<>();
    List<Text> negatives = new ArrayList<>();
    wantsTargets = true;
    pass = what;
    decode(pairs, plan, positives, negatives);
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      List<TokenScore> positive = List.of(positives.get(i).results);
      scored.add(new Scored(pairs.get(i), positive, List.of(negatives.get(i).results)));
    }
    return scored;
  }

  /**
   * Decodes a plan for what is to be seen after each batch, without scores.
   *
   * @param each hears of every batch
   */
  void decode(List<TokenizedPair> pairs, DecodePlan plan, BatchWatch each) {
    wantsTargets = false;
    pass = new Pass(Positions.ALL, each, LogitUse.NONE);
    decode(pairs, plan, new ArrayList<>(), new ArrayList<>());
  }

  private void decode(
      List<TokenizedPair> pairs, DecodePlan plan, List<Text> positives, List<Text> negatives) {
    RowPlaces places = RowPlaces.of(pairs);
    for (int i = 0; i < pairs.size(); i++) {
      positives.add(new Text(pairs.get(i).positive(), places.start(i, Pole.POSITIVE)));
      negatives.add(new Text(pairs.get(i).negative(), places.start(i, Pole.NEGATIVE)));
    }
    scorer.pass(() -> decode(pairs, plan, positives, negatives, plan.prefix()));
  }

  private void decode(
      List<TokenizedPair> pairs,
      DecodePlan plan,
      List<Text> positives,
      List<Text> negatives,
      int prefix) {
    batch.clear(); // of a pass that failed
    targets.clear();
    if (prefix > 0) {
      scorer.begin(pass.logits());
      addPrefix(positives.get(0).tokens, prefix, pairs.size());
    }
    for (DecodePlan.Group group : plan.groups()) {
      if (prefix > 0) {
        int[] sequences = IntStream.range(0, 2 * group.pairs().size()).toArray();
        scorer.branch(DecodePlan.PREFIX_SEQUENCE, sequences, pass.logits());
      } else {
        scorer.begin(pass.logits());
      }
      int sequence = 0;
      for (int i : group.pairs()) {
        positives.get(i).sequence = sequence++;
        negatives.get(i).sequence = sequence++;
        int shared = plan.sharing() ? DecodePlan.shared(pairs.get(i)) : 0;
        addPair(positives.get(i), negatives.get(i), prefix, shared);
      }
      flush(1);
    }
  }

  /** What all texts begin with; none of it predicts a target. */
  private void addPrefix(TokenizedText any, int prefix, int pairs) {
    for (int p = 0; p < prefix; p++) {
      if (batch.size() == batchTokens) {
        flush(pairs);
      }
      Batch.Injection injection = pass.at().at(p, any.mask().start());
      batch.add(any.token(p), p, Batch.Output.NONE, injection, DecodePlan.PREFIX_SEQUENCE);
    }
    flush(pairs);
  }

  private void addPair(Text positive, Text negative, int prefix, int shared) {
    for (int p = prefix; p < shared; p++) {
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
      flush(1);
    }
    Batch.Output output = Batch.Output.NONE;
    int[] sequences = new int[texts.length];
    for (int i = 0; i < texts.length; i++) {
      sequences[i] = texts[i].sequence;
      if (wantsTargets && position + 1 >= texts[i].tokens.mask().start()) {
        output = Batch.Output.LOGITS;
        targets.add(texts[i].target(batch.size(), position + 1));
      }
    }
    // a token that texts share is in the continuation of all or none: the rule goes by its bytes
    Text any = texts[0];
    Batch.Injection injection = pass.at().at(position, any.tokens.mask().start());
    batch.add(any.tokens.token(position), position, output, injection, sequences);
  }

  private void flush(int weight) {
    if (batch.size() == 0) {
      return;
    }
    scorer.decode(batch, targets, pass.logits());
    pass.each().decoded(batch, weight);
    batch.clear();
    targets.clear();
  }

  @Override
  public void close() {
    scorer.close();
  }
}
