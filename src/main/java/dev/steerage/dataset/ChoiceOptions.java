package dev.steerage.dataset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A multiple-choice question taken apart: options begin at the last line that starts with {@code
 * (A)}, and each goes on to the next line that starts with the next letter.
 *
 * @param stem the text before the options, without the word "Choices:"
 * @param texts of the options by label, in their order; empty where there are none
 */
record ChoiceOptions(String stem, Map<String, String> texts) {
  private static final Pattern LABEL = Pattern.compile("(?m)^[ \\t]*\\(([A-Z])\\)");
  private static final String CHOICES = "choices:";

  ChoiceOptions {
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
  }

  static ChoiceOptions of(String question) {
    int start = -1;
    Matcher label = LABEL.matcher(question);
    while (label.find()) {
      start = label.group(1).equals("A") ? label.start() : start;
    }
    if (start < 0) {
      return new ChoiceOptions(question, Map.of());
    }
    return new ChoiceOptions(stem(question.substring(0, start)), texts(question.substring(start)));
  }

  private static String stem(String before) {
    String text = before.strip();
    int end = text.length() - CHOICES.length();
    return end >= 0 && text.substring(end).equalsIgnoreCase(CHOICES)
        ? text.substring(0, end).strip()
        : text;
  }

  private static Map<String, String> texts(String options) {
    Map<String, String> texts = new LinkedHashMap<>();
    Matcher label = LABEL.matcher(options);
    String open = "";
    char next = 'A';
    int from = 0;
    while (label.find()) {
      if (label.group(1).charAt(0) == next) {
        if (next > 'A') {
          texts.put(open, options.substring(from, label.start()).strip());
        }
        open = "(" + next + ")";
        from = label.end();
        next++;
      }
    }
    texts.put(open, options.substring(from).strip());
    return texts;
  }
}
