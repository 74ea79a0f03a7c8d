package dev.steerage.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.steerage.InputException;
import java.nio.file.Path;

/** Jackson's failures on a spec, in the words of whoever wrote the spec. */
final class SpecErrors {
  private SpecErrors() {}

  /** The sentence for a failure on a file. */
  static InputException of(Path file, JsonProcessingException e) {
    return InputException.in(file, place(e) + what(e), e);
  }

  private static String what(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping)) {
      return "is no YAML (" + firstLine(e) + "); check brackets, quotes and indentation";
    }
    String key =
        mapping.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(name -> name != null)
            .reduce("", (before, name) -> name);
    return key.isEmpty()
        ? "another document follows the first; keep one"
        : "the value of '" + key + "' cannot be used (" + firstLine(e) + "); give another";
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

  /** Java's types keep only their last name. */
  private static String firstLine(JsonProcessingException e) {
    String line = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
    return line.replaceAll("`[^`]*?(\\w+)(?:<[^`]*>)?`", "$1");
  }
}
