package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.ChoicePair;
import dev.steerage.dataset.ChoiceReader;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.dataset.Prompt;
import dev.steerage.dataset.PromptReader;
import dev.steerage.dataset.PromptSet;
import dev.steerage.likelihood.TokenizedPair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of an extraction's files, before they are tokens.
 *
 * @param name of the files, for the results
 * @param position which tokens count
 * @param pairs in the files' order
 */
record ExtractionPairs(String name, TokenPosition position, List<Source> pairs) {

  /** A pair and the file that it is from. */
  record Source(Path file, String id, Tokenization tokenization) {
    /**
     * Its tokens; the mask of each text is the tokens that count, and there are none behind them.
     *
     * @throws InputException if the text cannot be made or placed
     */
    TokenizedPair tokenize(ExtractionTokenizer tokenizer) {
      return tokenization.apply(tokenizer);
    }
  }

  /** How a pair becomes tokens. */
  @FunctionalInterface
  interface Tokenization {
    TokenizedPair apply(ExtractionTokenizer tokenizer);
  }

  /**
   * What a file holds.
   *
   * @param words for it
   * @param positions that its texts have, the usual one first
   */
  private record Kind(String words, List<TokenPosition> positions) {
    static final Kind PAIRS =
        new Kind(
            "contrast pairs and no multiple-choice questions",
            List.of(TokenPosition.CONTINUATION, TokenPosition.LAST));
    static final Kind CHOICES =
        new Kind(
            "multiple-choice questions",
            List.of(TokenPosition.ANSWER, TokenPosition.LAST, TokenPosition.CONTINUATION));
    static final Kind PROMPTS =
        new Kind("prompts without continuations", List.of(TokenPosition.LAST));

    TokenPosition position(Path file, @Nullable TokenPosition asked) {
      if (asked == null) {
        return positions.get(0);
      }
      if (!positions.contains(asked)) {
        String others =
            positions.stream().map(TokenPosition::toString).collect(Collectors.joining(" or "));
        throw InputException.in(
            file,
            "holds %s, so there is no --position %s; give %s".formatted(words, asked, others));
      }
      return asked;
    }
  }

  ExtractionPairs {
    pairs = List.copyOf(pairs);
  }

  /**
   * Reads the files.
   *
   * @param asked which tokens count; null for the usual ones
   * @throws InputException if a file cannot be used, or has no such tokens
   */
  static ExtractionPairs read(
      ExtractionSource source, @Nullable TokenPosition asked, EvaluationListener listener) {
    if (source instanceof ExtractionSource.Prompts prompts) {
      return ofPrompts(prompts, asked, listener);
    }
    ExtractionSource.Pairs pairs = (ExtractionSource.Pairs) source;
    Path first = pairs.files().get(0);
    Kind kind = ChoiceReader.isChoices(first) ? Kind.CHOICES : Kind.PAIRS;
    TokenPosition position = kind.position(first, asked);
    List<Source> all = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Path file : pairs.files()) {
      if (kind.equals(Kind.CHOICES)) {
        var choices = ChoiceReader.read(file);
        names.add(choices.name());
        choices.choices().forEach(c -> all.add(ofChoice(file, c, pairs.order(), position)));
      } else {
        var behavior = BehaviorReader.read(file, pairs.order());
        names.add(behavior.name());
        behavior.pairs().forEach(p -> all.add(ofPair(file, p, position)));
      }
    }
    return new ExtractionPairs(String.join("+", names), position, all);
  }

  /**
   * SHA-256 of a file of pairs or questions, or of what is shipped under that name, lower-case hex.
   */
  static String sha256(Path file, HalfOrder order) {
    return ChoiceReader.isChoices(file)
        ? ChoiceReader.read(file).sha256()
        : BehaviorReader.read(file, order).sha256();
  }

  private static Source ofPair(Path file, ContrastPair pair, TokenPosition position) {
    return new Source(file, pair.id(), tokenizer -> tokenizer.pair(pair, position));
  }

  /** The question is the prompt and an option's label the continuation, both as CAA has them. */
  private static Source ofChoice(
      Path file, ChoicePair choice, HalfOrder order, TokenPosition position) {
    boolean swap = order == HalfOrder.NEGATIVE_FIRST;
    ContrastPair pair =
        new ContrastPair(
            choice.id(),
            null,
            choice.question().strip(),
            swap ? choice.notMatching() : choice.matching(),
            swap ? choice.matching() : choice.notMatching());
    return ofPair(file, pair, position);
  }

  private static ExtractionPairs ofPrompts(
      ExtractionSource.Prompts source, @Nullable TokenPosition asked, EvaluationListener listener) {
    TokenPosition position = Kind.PROMPTS.position(source.positive(), asked);
    PromptSet positives = PromptReader.read(source.positive());
    PromptSet negatives = PromptReader.read(source.negative());
    Stream.of(positives, negatives)
        .filter(set -> set.repeated() > 0)
        .forEach(
            set ->
                listener.warning(
                    "%s: %d entries have the prompt of another one and are left out"
                        .formatted(set.file(), set.repeated())));
    int count = positives.prompts().size();
    int other = negatives.prompts().size();
    if (count != other) {
      throw InputException.in(
          source.negative(),
          "has %d prompts and %s has %d; prompt i of both is a pair, so cut the longer file"
              .formatted(other, source.positive(), count));
    }
    List<Source> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Prompt positive = positives.prompts().get(i);
      Prompt negative = negatives.prompts().get(i);
      all.add(
          new Source(
              source.positive(),
              positive.id(),
              tokenizer -> tokenizer.prompts(positive, negative)));
    }
    return new ExtractionPairs(positives.name() + "-" + negatives.name(), position, all);
  }
}
