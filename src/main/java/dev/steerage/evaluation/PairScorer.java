package dev.steerage.evaluation;

import dev.steerage.dataset.Pole;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.Batch;
import dev.steerage.llama.Divergence;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LogitRows;
import dev.steerage.llama.TargetLogprob;
import dev.steerage.runlog.Shift;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decodes a plan in one context and gathers what it says of the continuation tokens. */
final class PairScorer implements AutoCloseable {
  /** Rows of logits that are compared at a time: 32 MB at 32,000 tokens. */
  private static final int SLICE = 256;

  private final LlamaContext context;
  private final int batchTokens;
  private final LongConsumer decoded;
  private final LogitRows rows;
  private final Batch batch = new Batch();
  private final List<Target> targets = new ArrayList<>();
  private Pass pass = Pass.of(Positions.ALL);

  /**
   * A scorer.
   *
   * @param vocabularySize of the context's model
   * @param batchTokens most tokens in one decode of {@code context}
   * @param decoded hears the number of tokens of each decode, and of what decodes beside it
   */
  PairScorer(LlamaContext context, int vocabularySize, int batchTokens, LongConsumer decoded) {
    this.context = context;
    this.rows = new LogitRows(vocabularySize);
    this.batchTokens = batchTokens;
    this.decoded = decoded;
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
  }

  /** A continuation token: its logprob comes from a token of the batch and goes to a text. */
  private record Target(int index, Text text, int position) {
    int token() {
      return text.tokens.token(position);
    }

    int ordinal() {
      return position - text.tokens.mask().start();
    }

    long place() {
      return text.place + ordinal();
    }

    void accept(TokenScore result) {
      text.results[ordinal()] = result;
    }
  }

  /**
   * Scores the pairs of a plan under whatever the context is steered by, in the order of {@code
   * pairs}.
   */
  List<Scored> score(List<TokenizedPair> pairs, DecodePlan plan, Pass what) {
    pass = what;
    RowPlaces places = RowPlaces.of(pairs);
    List<Text> positives = new ArrayList<>();
    List<Text> negatives = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      positives.add(new Text(pairs.get(i).positive(), places.start(i, Pole.POSITIVE)));
      negatives.add(new Text(pairs.get(i).negative(), places.start(i, Pole.NEGATIVE)));
    }
    for (DecodePlan.Group group : plan.groups()) {
      context.clear();
      sources().forEach(LogitSource::begin);
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
      List<TokenScore> positive = List.of(positives.get(i).results);
      scored.add(new Scored(pairs.get(i), positive, List.of(negatives.get(i).results)));
    }
    return scored;
  }

  private Stream<LogitSource> sources() {
    return Stream.of(pass.baseline(), pass.reference()).filter(Objects::nonNull);
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
    Batch.Injection injection = pass.at().at(position, any.tokens.mask().start());
    batch.add(any.tokens.token(position), position, output, injection, sequences);
  }

  private void flush() {
    if (batch.size() == 0) {
      return;
    }
    context.decode(batch);
    int beside = sources().mapToInt(source -> source.decoded(batch)).sum();
    for (int from = 0; from < targets.size(); from += SLICE) {
      gather(targets.subList(from, Math.min(from + SLICE, targets.size())));
    }
    decoded.accept(batch.size() + beside);
    pass.each().accept(batch);
    batch.clear();
    targets.clear();
  }

  private void gather(List<Target> slice) {
    int[] indices = slice.stream().mapToInt(Target::index).toArray();
    long[] places = slice.stream().mapToLong(Target::place).toArray();
    List<TargetLogprob> logprobs =
        context.targetLogprobs(indices, slice.stream().mapToInt(Target::token).toArray());
    LogitFile keep = pass.keep();
    if (keep != null) {
      context.copyLogits(indices, rows);
      keep.write(places, rows);
    }
    List<@Nullable Shift> fromBaseline = shifts(pass.baseline(), indices, places);
    List<@Nullable Shift> fromReference = shifts(pass.reference(), indices, places);
    for (int i = 0; i < slice.size(); i++) {
      slice
          .get(i)
          .accept(new TokenScore(logprobs.get(i), fromBaseline.get(i), fromReference.get(i)));
    }
  }

  private List<@Nullable Shift> shifts(@Nullable LogitSource source, int[] indices, long[] places) {
    if (source == null) {
      return Collections.nCopies(indices.length, null);
    }
    source.rows(indices, places, rows);
    List<@Nullable Shift> shifts = new ArrayList<>();
    for (Divergence divergence : context.divergences(indices, rows)) {
      shifts.add(new Shift(divergence.kl(), divergence.isSameTop()));
    }
    return shifts;
  }

  @Override
  public void close() {
    rows.close();
  }
}
