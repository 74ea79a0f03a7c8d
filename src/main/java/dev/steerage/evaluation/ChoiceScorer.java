package dev.steerage.evaluation;

import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Decodes questions in one context, each prompt once for all of its choices, and gathers the scores
 * of the choices' tokens. Questions are packed into groups that are in the cache together, in their
 * order.
 */
final class ChoiceScorer implements AutoCloseable {
  private final LogitScorer scorer;
  private final int batchTokens;
  private final boolean sharing;
  private final Batch batch = new Batch();
  private final List<ScoreTarget> targets = new ArrayList<>();
  private int sequences;
  private int cells;

  /**
   * A scorer.
   *
   * @param sharing whether the model can have a token in several sequences
   * @param decoded hears the number of tokens of each decode
   */
  ChoiceScorer(LlamaContext context, Scoring scoring, boolean sharing, LongConsumer decoded) {
    this.scorer = new LogitScorer(context, Decoder.TOKENS, scoring, decoded, StageClock.NONE);
    this.batchTokens = scoring.batchTokens();
    this.sharing = sharing;
  }

  /** One text in the cache, and its results as far as they are there. */
  private static final class Text {
    final TokenizedText tokens;
    final TokenScore[] results;
    int sequence;

    Text(TokenizedText tokens) {
      this.tokens = tokens;
      this.results = new TokenScore[tokens.mask().length()];
    }

    /** The continuation token at a position, predicted by a token of the batch. */
    ScoreTarget target(int index, int position) {
      int ordinal = position - tokens.mask().start();
      return new ScoreTarget(
          index, tokens.token(position), ordinal, score -> results[ordinal] = score);
    }
  }

  /**
   * Scores questions under whatever the context is steered by.
   *
   * @param at the tokens at which an injected direction acts
   * @return for each question and choice one result a token of the choice, in their orders
   */
  List<List<List<TokenScore>>> score(List<TokenizedQuestion> questions, Positions at) {
    List<List<Text>> texts = new ArrayList<>();
    questions.forEach(question -> texts.add(question.texts().stream().map(Text::new).toList()));
    scorer.pass(() -> decode(questions, texts, at));
    return texts.stream()
        .map(choices -> choices.stream().map(text -> List.of(text.results)).toList())
        .toList();
  }

  private void decode(List<TokenizedQuestion> questions, List<List<Text>> texts, Positions at) {
    begin();
    for (int i = 0; i < questions.size(); i++) {
      List<Text> choices = texts.get(i);
      if (sharing) {
        add(choices, questions.get(i).shared(), questions.get(i).cost(true), at);
      } else {
        for (Text text : choices) {
          add(List.of(text), 0, TokenizedQuestion.length(text.tokens), at);
        }
      }
    }
    flush();
  }

  private void begin() {
    batch.clear(); // of a pass that failed
    targets.clear();
    scorer.begin(LogitUse.NONE);
    sequences = 0;
    cells = 0;
  }

  /**
   * Adds texts that begin alike.
   *
   * @param shared tokens that they have in common
   * @param cost tokens of all of them that are to be decoded
   */
  private void add(List<Text> texts, int shared, int cost, Positions at) {
    // a recurrent model keeps a whole state for each sequence
    int most = sharing ? LlamaContext.Options.MOST_SEQUENCES : 1;
    if (cells > 0 && (cells + cost > batchTokens || sequences + texts.size() > most)) {
      flush();
      begin();
    }
    cells += cost;
    for (Text text : texts) {
      text.sequence = sequences++;
    }
    for (int position = 0; position < shared; position++) {
      add(position, texts, at);
    }
    for (Text text : texts) {
      for (int p = shared; p < TokenizedQuestion.length(text.tokens); p++) {
        add(p, List.of(text), at);
      }
    }
  }

  /** Adds the token that stands at a position of all of these texts, with what it predicts. */
  private void add(int position, List<Text> texts, Positions at) {
    if (batch.size() == batchTokens) {
      flush();
    }
    Batch.Output output = Batch.Output.NONE;
    int[] members = new int[texts.size()];
    for (int i = 0; i < members.length; i++) {
      Text text = texts.get(i);
      members[i] = text.sequence;
      if (position + 1 >= text.tokens.mask().start()) {
        output = Batch.Output.LOGITS;
        targets.add(text.target(batch.size(), position + 1));
      }
    }
    TokenizedText any = texts.get(0).tokens;
    Batch.Injection injection = at.at(position, any.mask().start());
    batch.add(any.token(position), position, output, injection, members);
  }

  private void flush() {
    if (batch.size() > 0) {
      scorer.decode(batch, targets, LogitUse.NONE);
      batch.clear();
      targets.clear();
    }
  }

  @Override
  public void close() {
    scorer.close();
  }
}
