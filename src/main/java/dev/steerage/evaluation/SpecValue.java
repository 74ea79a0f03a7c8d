package dev.steerage.evaluation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/** Which values a key of a spec may have, as far as its Java type tells. */
final class SpecValue {
  private SpecValue() {}

  /** What a key of this type needs, in words. */
  static String needed(Type type) {
    if (type instanceof ParameterizedType) {
      return "a list, such as [a, b]";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == FactorRange.class) {
      return "a number or a range such as -2..2:0.5";
    }
    if (type == LayerRange.class) {
      return "a whole number or a range such as 1..5";
    }
    if (type == Integer.class) {
      return "a whole number";
    }
    if (type == Double.class) {
      return "a number";
    }
    if (hasKeys(type)) {
      return "keys with values";
    }
    List<String> words = words(type);
    return words.isEmpty() ? "a word" : "one of " + String.join(", ", words);
  }

  /**
   * Whether the parser is at a scalar that this type can have. Lists and records have none; of
   * types that are not known here, Jackson decides.
   */
  static boolean fits(JsonParser parser, Type type) throws IOException {
    JsonToken token = parser.currentToken();
    if (!token.isScalarValue() || type instanceof ParameterizedType) {
      return false;
    }
    if (SpecRange.isRange(type) && DecimalRange.isRange(parser.getText())) {
      return true;
    }
    if (type == Boolean.class) {
      return token.isBoolean();
    }
    if (type == Integer.class || type == LayerRange.class) {
      return isWhole(parser);
    }
    if (type == Double.class || type == FactorRange.class) {
      return isFinite(parser);
    }
    if (hasKeys(type)) {
      return false;
    }
    List<String> words = words(type);
    return words.isEmpty() || words.contains(parser.getText());
  }

  /** Whether a value of this type is a mapping with keys of its own. */
  static boolean hasKeys(Type type) {
    return type instanceof Class<?> c && c.isRecord() && !SpecRange.isRange(type);
  }

  /** The words of an enum; of other types none. */
  private static List<String> words(Type type) {
    Object[] constants = type instanceof Class<?> c && c.isEnum() ? c.getEnumConstants() : null;
    return constants == null
        ? List.of()
        : Arrays.stream(constants).map(c -> SpecFile.word((Enum<?>) c)).toList();
  }

  private static boolean isWhole(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      return parser.getText().matches("[+-]?\\d{1,9}"); // in quotes
    }
    try {
      parser.getIntValue();
      return true;
    } catch (InputCoercionException e) { // it has more than 32 bits
      return false;
    }
  }

  private static boolean isFinite(JsonParser parser) throws IOException {
    try {
      return Double.isFinite(
          parser.currentToken().isNumeric()
              ? parser.getDoubleValue()
              : Double.parseDouble(parser.getText())); // 1e3 is a word to YAML
    } catch (JsonProcessingException | NumberFormatException e) { // .nan is a number to YAML
      return false;
    }
  }
}
