package dev.steerage.evaluation;

import dev.steerage.InputFile;
import dev.steerage.runlog.Aspect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a judge is asked about one aspect: the text {@code rubrics/<aspect>.txt}, whose placeholders
 * {@code {concept}}, {@code {prompt}} and {@code {answer}} texts are put into.
 *
 * @param aspect what is rated
 * @param template with placeholders, without white space at its end
 */
record Rubric(Aspect aspect, String template) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(concept|prompt|answer)\\}");

  /** That of an aspect. */
  static Rubric of(Aspect aspect) {
    String resource = "rubrics/" + aspect.word() + ".txt";
    try (InputStream in =
        Objects.requireNonNull(Rubric.class.getResourceAsStream(resource), resource)) {
      return new Rubric(
          aspect, new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The question about a text; a placeholder in what is put in is text and stays. */
  String ask(String concept, String prompt, String answer) {
    Map<String, String> values = Map.of("concept", concept, "prompt", prompt, "answer", answer);
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            found -> Matcher.quoteReplacement(Objects.requireNonNull(values.get(found.group(1)))));
  }

  /** SHA-256 of the template, lower-case hex. */
  String sha256() {
    return InputFile.sha256(template.getBytes(StandardCharsets.UTF_8));
  }
}
