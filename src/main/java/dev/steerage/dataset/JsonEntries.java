package dev.steerage.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON list, or JSON lines, of flat objects whose values are strings and whose keys are
 * those of the first object's layout.
 */
final class JsonEntries {
  private static final int MOST_DEPTH = 4;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
          .build();

  private final Path file;
  private final JsonParser parser;
  private final List<JsonEntry> entries = new ArrayList<>();

  private JsonEntries(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * The entries of a text, in its order.
   *
   * @throws InputException if it is anything else
   */
  static List<JsonEntry> read(Path file, String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new JsonEntries(file, parser).read();
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw InputException.in(
          file, "line " + line + " is no valid JSON (" + reason(e) + "); mend it there", e);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  /** Jackson's message on one line, with its places as plain line numbers. */
  private static String reason(JsonProcessingException e) {
    return String.valueOf(e.getOriginalMessage())
        .replaceAll("\\s+", " ")
        .replaceAll("\\[Source:[^\\]]*line: ([0-9]+)[^\\]]*]", "line $1");
  }

  private List<JsonEntry> read() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        readEntry();
      }
      if (parser.nextToken() != null) {
        throw at(line(), "something follows the end of the list; remove it");
      }
    } else {
      for (JsonToken token = first; token != null; token = parser.nextToken()) {
        readEntry();
      }
    }
    if (entries.isEmpty()) {
      throw InputException.in(file, "is empty; it needs at least one entry");
    }
    return entries;
  }

  private void readEntry() throws IOException {
    int index = entries.size();
    int line = line();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw at(line, "entry " + index + " is " + type() + "; it must be an object {…}");
    }
    Map<String, String> values = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_STRING) {
        values.put(key, wholeText(index, key, parser.getText()));
      } else {
        throw at(
            line(),
            "'%s' of entry %d is %s; it must be a string"
                .formatted(InputFile.shown(key), index, type()));
      }
    }
    addEntry(new JsonEntry(file, index, line, values));
  }

  /**
   * Keys are checked here and not later, so that a file of useless objects does not fill memory.
   */
  private void addEntry(JsonEntry entry) {
    if (entry.values().isEmpty()) {
      throw entry.unusable("is empty; fill it or remove it");
    }
    entries.add(entry);
    entry.checkKeys(entries.get(0).knownKeys());
  }

  /** An escape such as {@code \\ud800} alone is no character and would become "?" in UTF-8. */
  private String wholeText(int index, String key, String text) {
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw at(
          line(),
          "'%s' of entry %d holds half of a surrogate pair; write the whole character"
              .formatted(InputFile.shown(key), index));
    }
    return text;
  }

  private String type() {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a truth value";
      case VALUE_NULL -> "null";
      default -> "no value";
    };
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private InputException at(int line, String what) {
    return InputException.in(file, "line " + line + ": " + what);
  }
}
