package dev.steerage.llama.oracle;

import dev.steerage.llama.GreedyText;
import java.util.List;
import java.util.Locale;

/** Counts agreement and keeps the first difference. */
final class Tally {
  private static final int SHOWN = 30;

  private final String subject;
  private int compared;
  private int equal;
  private int ties;
  private String firstDifference = "";

  Tally(String subject) {
    this.subject = subject;
  }

  void ids(String text, List<Integer> ours, List<Integer> others) {
    compared++;
    if (ours.equals(others)) {
      equal++;
      return;
    }
    int at = 0;
    while (at < Math.min(ours.size(), others.size()) && ours.get(at).equals(others.get(at))) {
      at++;
    }
    note(
        "%s: from token %d on ours %s, the other %s"
            .formatted(shown(text), at, ids(ours, at), ids(others, at)));
  }

  void texts(String prompt, GreedyText ours, String other) {
    compared++;
    String mine = ended(ours.text());
    String theirs = ended(other);
    if (mine.equals(theirs)) {
      equal++;
      return;
    }
    int at = 0;
    while (at < Math.min(mine.length(), theirs.length()) && mine.charAt(at) == theirs.charAt(at)) {
      at++;
    }
    double gap = ours.stepAt(at).gap();
    ties += gap < Comparison.TIE ? 1 : 0;
    note(
        String.format(
            Locale.ROOT,
            "after %s and %s: ours %s, the other %s; gap of our two greatest logits %.2g",
            shown(prompt),
            shown(mine.substring(Math.max(0, at - SHOWN), at)),
            shown(mine.substring(at)),
            shown(theirs.substring(at)),
            gap));
  }

  Comparison comparison() {
    return new Comparison(subject, compared, equal, ties, firstDifference);
  }

  private void note(String difference) {
    if (firstDifference.isEmpty()) {
      firstDifference = difference;
    }
  }

  /** The last token may hold a part of a character only, which each build writes its own way. */
  private static String ended(String text) {
    return text.replaceAll("\uFFFD+$", "");
  }

  private static List<Integer> ids(List<Integer> ids, int from) {
    return ids.subList(from, Math.min(ids.size(), from + 4));
  }

  private static String shown(String text) {
    String start =
        text.codePointCount(0, text.length()) > SHOWN
            ? text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…"
            : text;
    return "'" + start.replace("\n", "\\n").replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
