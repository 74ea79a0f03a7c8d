package dev.steerage.evaluation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.steerage.InputException;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Numbers and ranges in a spec file; the key of a list of them may have one in place of a list. */
final class SpecRange {
  private SpecRange() {}

  /** Teaches a module to read them as text, and to write single numbers. */
  static SimpleModule addTo(SimpleModule module) {
    return module
        .addDeserializer(FactorRange.class, new Reader<>(FactorRange.class, FactorRange::parse))
        .addDeserializer(LayerRange.class, new Reader<>(LayerRange.class, LayerRange::parse))
        .addSerializer(new Writer<>(FactorRange.class, FactorRange::values))
        .addSerializer(new Writer<>(LayerRange.class, LayerRange::values));
  }

  static boolean isRange(Type type) {
    return type == FactorRange.class || type == LayerRange.class;
  }

  static boolean isListOfRanges(Type type) {
    return type instanceof ParameterizedType list && isRange(list.getActualTypeArguments()[0]);
  }

  /** What is wrong with a text that is meant as a range; empty where nothing is. */
  static Optional<String> problem(String text, Type type) {
    if (!DecimalRange.isRange(text)) {
      return Optional.empty();
    }
    try {
      if (type == LayerRange.class) {
        LayerRange.parse(text);
      } else {
        FactorRange.parse(text);
      }
      return Optional.empty();
    } catch (InputException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("serial") // never serialised itself
  private static final class Reader<T> extends StdDeserializer<T> {
    private final Function<String, T> parse;

    Reader(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      boolean isNumber = parser.currentToken().isNumeric(); // which YAML may write as 0x10 or 1_000
      return parse.apply(isNumber ? parser.getNumberValue().toString() : parser.getText());
    }
  }

  @SuppressWarnings("serial") // never serialised itself
  private static final class Writer<T> extends StdSerializer<T> {
    private final Function<T, List<? extends Number>> values;

    Writer(Class<T> type, Function<T, List<? extends Number>> values) {
      super(type);
      this.values = values;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      for (Number number : values.apply(value)) { // one; a whole number's token differs
        if (number instanceof Integer layer) {
          out.writeNumber(layer);
        } else {
          out.writeNumber(number.doubleValue());
        }
      }
    }
  }
}
