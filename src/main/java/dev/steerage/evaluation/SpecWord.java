package dev.steerage.evaluation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** The words of enums in a spec file: {@code padded-mean} for PADDED_MEAN. */
final class SpecWord {
  private SpecWord() {}

  /** Writes the word of any enum. */
  @SuppressWarnings({"rawtypes", "serial"}) // Jackson's type; never serialised itself
  static final class Writer extends StdSerializer<Enum> {
    Writer() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(SpecFile.word(value));
    }
  }

  /** Reads the words of one enum, which {@link SpecKeys} has checked. */
  @SuppressWarnings("serial") // never serialised itself
  static final class Reader<E extends Enum<E>> extends StdDeserializer<E> {
    private final Class<E> type;

    Reader(Class<E> type) {
      super(type);
      this.type = type;
    }

    @Override
    public E deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      String text = parser.getText();
      for (E value : type.getEnumConstants()) {
        if (SpecFile.word(value).equals(text)) {
          return value;
        }
      }
      throw context.weirdStringException(text, type, "no such word");
    }
  }
}
