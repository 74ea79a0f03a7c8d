package dev.steerage.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.Spelling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the keys of a YAML file, and the kinds of its values, against the record that Jackson binds
 * it to. Jackson itself stops at the first thing that is wrong; this names all of them.
 */
final class SpecKeys {
  /** Says nothing of keys that are there twice, so that the walk goes on after them. */
  private static final YAMLFactory YAML = new YAMLFactory();

  private static final KebabCaseStrategy KEBAB_CASE = new KebabCaseStrategy();

  private final Path file;
  private final YAMLParser parser;
  private final List<String> problems = new ArrayList<>();

  private SpecKeys(Path file, YAMLParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * Checks the first document of a text; one without keys passes.
   *
   * @param file names the text in messages
   * @param type its components are the keys, in kebab case, and may be lists and records; those
   *     with {@code @JsonProperty(required = true)} must be there with a value
   * @throws InputException with a sentence for each key and value that is wrong
   * @throws JsonProcessingException if the text is no YAML
   */
  static void check(Path file, String text, Class<? extends Record> type)
      throws JsonProcessingException {
    try (YAMLParser parser = YAML.createParser(text)) {
      SpecKeys keys = new SpecKeys(file, parser);
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        keys.checkRecord(type);
      }
      if (!keys.problems.isEmpty()) {
        throw new InputException(keys.problems);
      }
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkRecord(Class<?> type) throws IOException {
    JsonLocation start = parser.currentTokenLocation();
    Map<String, RecordComponent> known = keys(type);
    Map<String, Integer> lines = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      JsonLocation place = parser.currentTokenLocation();
      String key = parser.currentName();
      Integer before = lines.putIfAbsent(key, place.getLineNr());
      if (before != null) {
        problem(place, quoted(key) + " is a key of line " + before + " already; keep one of them");
      }
      parser.nextToken();
      RecordComponent component = known.get(key);
      if (component == null) {
        problem(place, "unknown key " + quoted(key) + meant(key, known));
        parser.skipChildren();
      } else {
        checkValue(quoted(key), component.getGenericType(), isRequired(component));
      }
    }
    known.forEach(
        (key, component) -> {
          if (isRequired(component) && !lines.containsKey(key)) {
            problem(start, "the key " + quoted(key) + " is missing; add it");
          }
        });
  }

  private void checkValue(String name, Type type, boolean required) throws IOException {
    JsonToken token = parser.currentToken();
    if (parser.isCurrentAlias()) {
      problem(name + " is the alias *" + shownText() + "; write its value out");
    } else if (token == JsonToken.VALUE_NULL) {
      if (required) {
        problem(name + " has no value; give " + SpecValue.needed(type));
      }
    } else if (token == JsonToken.START_ARRAY && type instanceof ParameterizedType) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        checkValue("an entry of " + name, entry(type), true);
      }
    } else if (token == JsonToken.START_OBJECT && SpecValue.hasKeys(type)) {
      checkRecord((Class<?>) type);
    } else if (token.isScalarValue() && SpecRange.isListOfRanges(type)) {
      checkValue(name, entry(type), required);
    } else if (SpecRange.isRange(type) && SpecRange.problem(parser.getText(), type).isPresent()) {
      problem(name + ": " + SpecRange.problem(parser.getText(), type).orElseThrow());
    } else if (!SpecValue.fits(parser, type)) {
      problem(name + " needs " + SpecValue.needed(type) + ", not " + shownValue());
      parser.skipChildren();
    }
  }

  private void problem(String what) {
    problem(parser.currentTokenLocation(), what);
  }

  private void problem(JsonLocation at, String what) {
    problems.add(
        "%s: line %d, column %d: %s".formatted(file, at.getLineNr(), at.getColumnNr(), what));
  }

  private String shownValue() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "keys with values";
      case START_ARRAY -> "a list";
      default -> "'" + shownText() + "'";
    };
  }

  private String shownText() throws IOException {
    return InputFile.shown(parser.getText());
  }

  private static Map<String, RecordComponent> keys(Class<?> type) {
    Map<String, RecordComponent> keys = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      keys.put(KEBAB_CASE.translate(component.getName()), component);
    }
    return keys;
  }

  private static Type entry(Type list) {
    return ((ParameterizedType) list).getActualTypeArguments()[0];
  }

  private static boolean isRequired(RecordComponent component) {
    JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
    return property != null && property.required();
  }

  private static String meant(String key, Map<String, RecordComponent> known) {
    return Spelling.nearest(key, known.keySet())
        .map(word -> "; did you mean '" + word + "'?")
        .orElse("; the keys here are " + String.join(", ", known.keySet()));
  }

  private static String quoted(String key) {
    return "'" + InputFile.shown(key) + "'";
  }
}
