package dev.steerage.evaluation;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.steerage.InputException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Jackson's failures on a spec, in the words of whoever wrote the spec. */
final class SpecErrors {
  /** Jackson's words for a key that a record needs. */
  private static final Pattern MISSING = Pattern.compile("^Missing required .* property '(.*?)'");

  private SpecErrors() {}

  /** The sentence for a failure on a file with this text. */
  static InputException of(Path file, String text, JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return InputException.in(file, unknownKey(text, unknown), e);
    }
    if (!(e instanceof JsonMappingException mapping)) {
      String what = place(e) + "is no YAML (" + firstLine(e) + ")";
      return InputException.in(file, what + "; check brackets, quotes and indentation", e);
    }
    Matcher missing = MISSING.matcher(firstLine(e));
    if (missing.find()) {
      return InputException.in(
          file, place(e) + "the key '" + missing.group(1) + "' is missing; add it", e);
    }
    return InputException.in(file, place(e) + wrongValue(mapping), e);
  }

  private static String unknownKey(String text, UnrecognizedPropertyException e) {
    String known = e.getKnownPropertyIds().stream().map(String::valueOf).collect(joining(", "));
    String key = e.getPropertyName();
    return lineOf(text, key) + "unknown key '" + key + "'; the keys here are " + known;
  }

  private static String wrongValue(JsonMappingException e) {
    String key =
        e.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(name -> name != null)
            .reduce("", (before, name) -> name);
    if (key.isEmpty()) {
      return "another document follows the first; keep one";
    }
    Class<?> type = e instanceof MismatchedInputException m ? m.getTargetType() : null;
    return "the value of '" + key + "' cannot be used; give " + expected(type);
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "another";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == Integer.class) {
      return "a whole number";
    }
    if (type == Double.class) {
      return "a number";
    }
    return type == String.class ? "a word" : "keys with values";
  }

  /** Where a key stands: Jackson finds out that a record has no such key only at its end. */
  private static String lineOf(String text, String key) {
    List<String> lines = text.lines().toList();
    Pattern start = Pattern.compile("(^|[\\s{,\"'-])" + Pattern.quote(key) + "[\"']?\\s*:");
    for (int i = 0; i < lines.size(); i++) {
      if (start.matcher(lines.get(i)).find()) {
        return "line " + (i + 1) + ": ";
      }
    }
    return "";
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : "line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ": ";
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("unreadable");
  }
}
