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
import java.io.Reader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON list, or JSON lines, of flat objects whose values are strings, or numbers where
 * generated texts have them, and whose keys are those of the first object's layout, one object at a
 * time.
 */
final class JsonEntries implements AutoCloseable {
  private static final int MOST_DEPTH = 4;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
          .build();

  private final Path file;
  private final JsonParser parser;
  private final Runnable atEnd;
  private boolean isBegun;
  private boolean isList;
  private int count;
  private List<String> knownKeys = List.of();

  private JsonEntries(Path file, JsonParser parser, Runnable atEnd) {
    this.file = file;
    this.parser = parser;
    this.atEnd = atEnd;
  }

  /**
   * The entries of a text.
   *
   * @param text is closed with them
   * @param atEnd is run when the text has been read to its end
   */
  static JsonEntries of(Path file, Reader text, Runnable atEnd) throws IOException {
    return new JsonEntries(file, FACTORY.createParser(text), atEnd);
  }

  /**
   * The next entry in the text's order; null behind the last.
   *
   * @throws InputException if it is anything else
   */
  @Nullable JsonEntry next() {
    try {
      JsonToken token = parser.nextToken();
      if (!isBegun) {
        isBegun = true;
        isList = token == JsonToken.START_ARRAY;
        token = isList ? parser.nextToken() : token;
      }
      if (token != (isList ? JsonToken.END_ARRAY : null)) {
        return readEntry();
      }
      if (isList && parser.nextToken() != null) {
        throw at(line(), "something follows the end of the list; remove it");
      }
      atEnd.run();
      return null;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw InputException.in(
          file, "line " + line + " is no valid JSON (" + reason(e) + "); mend it there", e);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      parser.close();
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

  private JsonEntry readEntry() throws IOException {
    int index = count++;
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
      } else if (token.isNumeric() && AnswerLayout.NUMBERS.contains(key)) {
        values.put(key, parser.getText());
      } else {
        throw at(
            line(),
            "'%s' of entry %d is %s; it must be a string"
                .formatted(InputFile.shown(key), index, type()));
      }
    }
    return checked(new JsonEntry(file, index, line, values));
  }

  /**
   * Keys are checked here and not later, so that a file of useless objects does not fill memory.
   */
  private JsonEntry checked(JsonEntry entry) {
    if (entry.values().isEmpty()) {
      throw entry.unusable("is empty; fill it or remove it");
    }
    if (entry.index() == 0) {
      knownKeys = entry.knownKeys();
    }
    entry.checkKeys(knownKeys);
    return entry;
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
