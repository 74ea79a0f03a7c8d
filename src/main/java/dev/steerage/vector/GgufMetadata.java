package dev.steerage.vector;

import dev.steerage.InputFile;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the keys and values at the head of a GGUF file (ggml's docs/gguf.md). */
final class GgufMetadata {
  private static final int STRING = 8;
  private static final int ARRAY = 9;
  private static final int MOST_KEYS = 1 << 16;

  /** Texts that are kept in memory, together. */
  private static final long MOST_TEXT = 64 << 20;

  private static final String[] TYPES = {
    "uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "bool", "string", "array",
    "uint64", "int64", "float64"
  };
  private static final int[] WIDTHS = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

  private final GgufInput in;

  GgufMetadata(GgufInput in) {
    this.in = in;
  }

  /** The next {@code count} keys with their values, in the file's order. */
  Map<String, Object> read(long count) {
    if (count > MOST_KEYS) {
      throw in.broken("says that it has " + count + " keys");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    long text = 0;
    for (long i = 0; i < count; i++) {
      String key = in.string();
      if (key.isEmpty()) {
        throw in.broken("has a key without a name");
      }
      Object value = value(type(), key);
      text += key.length() + (value instanceof String string ? string.length() : 0);
      if (text > MOST_TEXT) {
        throw in.broken("has more than " + MOST_TEXT + " characters of metadata");
      }
      if (values.putIfAbsent(key, value) != null) {
        throw in.broken("has the key '" + InputFile.shown(key) + "' twice, the second");
      }
    }
    return values;
  }

  /**
   * The next number or truth value of an array.
   *
   * @param type in the GGUF specification's word
   */
  static double number(GgufInput in, String type) {
    return switch (type) {
      case "uint8" -> in.int8() & 0xff;
      case "int8" -> in.int8();
      case "uint16" -> in.int16() & 0xffff;
      case "int16" -> in.int16();
      case "uint32" -> Integer.toUnsignedLong(in.int32());
      case "int32" -> in.int32();
      case "float32" -> in.float32();
      case "bool" -> in.int8() != 0 ? 1 : 0;
      case "uint64", "int64" -> in.int64();
      case "float64" -> in.float64();
      default -> throw new IllegalArgumentException(type + " is no number");
    };
  }

  private Object value(int type, String key) {
    return switch (type) {
      case 0 -> (long) in.int8() & 0xff;
      case 1 -> (long) in.int8();
      case 2 -> (long) in.int16() & 0xffff;
      case 3 -> (long) in.int16();
      case 4 -> Integer.toUnsignedLong(in.int32());
      case 5 -> (long) in.int32();
      case 6 -> (double) in.float32();
      case 7 -> in.int8() != 0;
      case STRING -> in.string();
      case ARRAY -> array(key);
      case 10, 11 -> in.int64();
      default -> in.float64();
    };
  }

  private GgufArray array(String key) {
    int type = type();
    if (type == ARRAY) {
      throw in.broken("has nested arrays in '" + InputFile.shown(key) + "'");
    }
    long length = in.count("elements", type == STRING ? Long.BYTES : WIDTHS[type]);
    long position = in.position();
    if (type == STRING) {
      for (long i = 0; i < length; i++) {
        in.skipString();
      }
    } else {
      in.skip(length * WIDTHS[type]);
    }
    return new GgufArray(TYPES[type], length, position);
  }

  private int type() {
    int type = in.int32();
    if (type < 0 || type >= TYPES.length) {
      throw in.broken("has a value of the unknown type " + Integer.toUnsignedString(type));
    }
    return type;
  }
}
