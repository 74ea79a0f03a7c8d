package dev.steerage.dataset;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What must hold of texts of two poles, so that a likelihood tells them apart by what they say and
 * not by their length, a word or their beginning. Each rule returns its breaches as sentences.
 */
final class BehaviorRules {
  /**
   * A rule "it has this word" that parts the poles with this difference of shares d is right in (1
   * + d) / 2 of the texts: 0.625.
   */
  static final double MOST_WORD_DIFFERENCE = 0.25;

  /** Share of words that two texts have in common, above which they are nearly the same. */
  static final double MOST_COMMON_WORDS = 0.6;

  private static final double MOST_MEAN_DIFFERENCE = 0.05;
  private static final double MOST_LENGTH_RATIO = 1.4;
  private static final double MOST_SAME_WORD_FIRST = 0.25;
  private static final double MOST_SAME_TWO_WORDS_FIRST = 0.12;
  private static final Pattern WORD = Pattern.compile("[a-z0-9']+");

  private BehaviorRules() {}

  /** Every rule that compares positive i with negative i, or all positives with all negatives. */
  static List<String> balance(String what, List<String> positives, List<String> negatives) {
    List<String> breaches = new ArrayList<>(length(what, positives, negatives));
    breaches.addAll(separation(what, positives, negatives));
    breaches.addAll(openings(what + ", positives", positives));
    breaches.addAll(openings(what + ", negatives", negatives));
    return breaches;
  }

  /** Poles of equal mean length, neither mostly the longer one, no pair far apart; characters. */
  static List<String> length(String what, List<String> positives, List<String> negatives) {
    List<String> breaches = new ArrayList<>();
    double p = positives.stream().mapToInt(String::length).average().orElse(0);
    double n = negatives.stream().mapToInt(String::length).average().orElse(0);
    if (Math.abs(p - n) > MOST_MEAN_DIFFERENCE * Math.max(p, n)) {
      breaches.add(
          text("%s: positives have %.1f characters, negatives %.1f, on average", what, p, n));
    }
    int longer = 0;
    for (int i = 0; i < positives.size(); i++) {
      int a = positives.get(i).length();
      int b = negatives.get(i).length();
      longer += a > b ? 1 : 0;
      if (Math.max(a, b) > MOST_LENGTH_RATIO * Math.min(a, b)) {
        breaches.add(text("%s: entry %d has %d and %d characters", what, i, a, b));
      }
    }
    if (!isAboutHalf(longer, positives.size(), 0.1)) {
      breaches.add(
          text("%s: the positive is the longer one in %d of %d", what, longer, positives.size()));
    }
    return breaches;
  }

  /** No word is in many more texts of one pole than of the other. */
  static List<String> separation(String what, List<String> positives, List<String> negatives) {
    Map<String, Long> in = textsWithWord(positives);
    Map<String, Long> out = textsWithWord(negatives);
    Set<String> all = new TreeSet<>(in.keySet());
    all.addAll(out.keySet());
    List<String> breaches = new ArrayList<>();
    for (String word : all) {
      long p = in.getOrDefault(word, 0L);
      long n = out.getOrDefault(word, 0L);
      double difference = (double) p / positives.size() - (double) n / negatives.size();
      if (Math.abs(difference) > MOST_WORD_DIFFERENCE) {
        breaches.add(
            text(
                "%s: '%s' is in %d of %d positives and %d of %d negatives",
                what, word, p, positives.size(), n, negatives.size()));
      }
    }
    return breaches;
  }

  /** Texts don't all begin alike. */
  static List<String> openings(String what, List<String> texts) {
    List<String> breaches = new ArrayList<>();
    double[] most = {MOST_SAME_WORD_FIRST, MOST_SAME_TWO_WORDS_FIRST};
    for (int n = 1; n <= most.length; n++) {
      int count = n;
      Map<String, Long> starts =
          texts.stream().collect(groupingBy(t -> start(t, count), TreeMap::new, counting()));
      for (Map.Entry<String, Long> start : starts.entrySet()) {
        if (start.getValue() > most[n - 1] * texts.size()) {
          breaches.add(
              text(
                  "%s: %d of %d begin with '%s'",
                  what, start.getValue(), texts.size(), start.getKey()));
        }
      }
    }
    return breaches;
  }

  /** No text occurs twice; case and punctuation do not count. */
  static List<String> unique(String what, List<String> texts) {
    return texts.stream()
        .collect(groupingBy(t -> String.join(" ", words(t)), TreeMap::new, counting()))
        .entrySet()
        .stream()
        .filter(e -> e.getValue() > 1)
        .map(e -> text("%s: %d times '%s'", what, e.getValue(), e.getKey()))
        .toList();
  }

  /** No two texts of a list have nearly the same words. */
  static List<String> distinct(String what, List<String> texts) {
    List<Set<String>> sets = wordSets(texts);
    List<String> breaches = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (common(sets.get(i), sets.get(j)) > MOST_COMMON_WORDS) {
          breaches.add(text("%s: entries %d and %d are nearly the same", what, j, i));
        }
      }
    }
    return breaches;
  }

  /** No text of one list has many of the words of a text of the other. */
  static List<String> disjoint(String what, List<String> texts, List<String> others) {
    List<Set<String>> mine = wordSets(texts);
    List<Set<String>> theirs = wordSets(others);
    List<String> breaches = new ArrayList<>();
    for (int i = 0; i < mine.size(); i++) {
      for (int j = 0; j < theirs.size(); j++) {
        if (common(mine.get(i), theirs.get(j)) > 0.5) {
          breaches.add(text("%s: entry %d is nearly '%s'", what, i, others.get(j)));
        }
      }
    }
    return breaches;
  }

  /** Answers say nothing by their label. */
  static List<String> labels(String what, List<ChoicePair> choices) {
    int first = (int) choices.stream().filter(c -> c.matching().equals("(A)")).count();
    return isAboutHalf(first, choices.size(), 0.05)
        ? List.of()
        : List.of(text("%s: (A) is the matching one in %d of %d", what, first, choices.size()));
  }

  private static boolean isAboutHalf(int part, int whole, double tolerance) {
    return Math.abs((double) part / whole - 0.5) <= tolerance + 1e-9;
  }

  private static List<String> words(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replace('’', '\'');
    return WORD.matcher(plain).results().map(MatchResult::group).toList();
  }

  private static String start(String text, int count) {
    return words(text).stream().limit(count).collect(Collectors.joining(" "));
  }

  private static List<Set<String>> wordSets(List<String> texts) {
    return texts.stream().map(t -> Set.copyOf(words(t))).toList();
  }

  private static Map<String, Long> textsWithWord(List<String> texts) {
    return wordSets(texts).stream()
        .flatMap(Set::stream)
        .collect(groupingBy(word -> word, counting()));
  }

  /** Words that are in both, as a share of those that are in either (Jaccard). */
  private static double common(Set<String> a, Set<String> b) {
    long both = a.stream().filter(b::contains).count();
    return both / Math.max(1.0, a.size() + b.size() - both);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
