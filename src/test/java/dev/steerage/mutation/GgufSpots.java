package dev.steerage.mutation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where the parts of a good GGUF file's header lie, found by a walk of its own (docs/gguf.md). */
final class GgufSpots {
  private static final int[] WIDTHS = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
  private static final int STRING = 8;
  private static final int ARRAY = 9;
  private static final int SHOWN_TEXTS = 4;

  /** What a part is. */
  enum Kind {
    MAGIC,
    VERSION,
    COUNT,
    LENGTH,
    TEXT,
    VALUE_TYPE,
    NUMBER,
    FLOAT,
    DIMENSIONS,
    DIMENSION,
    TENSOR_TYPE,
    OFFSET,
    DATA
  }

  /**
   * A part.
   *
   * @param key or tensor that it belongs to
   * @param at its first byte
   */
  record Spot(Kind kind, String key, int at, int bytes) {}

  private final List<Spot> spots = new ArrayList<>();
  private final ByteBuffer in;
  private String key = "header";

  private GgufSpots(byte[] file) {
    this.in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** All parts of a good file in their order. */
  static List<Spot> of(byte[] file) {
    GgufSpots walk = new GgufSpots(file);
    walk.walk();
    return walk.spots;
  }

  private void walk() {
    add(Kind.MAGIC, 4);
    add(Kind.VERSION, 4);
    long tensors = in.getLong(in.position());
    add(Kind.COUNT, 8);
    long keys = in.getLong(in.position());
    add(Kind.COUNT, 8);
    for (long i = 0; i < keys; i++) {
      key = text(true);
      int type = in.getInt(in.position());
      add(Kind.VALUE_TYPE, 4);
      value(type);
    }
    for (long i = 0; i < tensors; i++) {
      key = text(true);
      int dimensions = in.getInt(in.position());
      add(Kind.DIMENSIONS, 4);
      for (int d = 0; d < dimensions; d++) {
        add(Kind.DIMENSION, 8);
      }
      add(Kind.TENSOR_TYPE, 4);
      add(Kind.OFFSET, 8);
    }
    key = "data";
    while (in.remaining() > 4096) {
      add(Kind.DATA, 4);
      in.position(in.position() + Math.min(in.remaining(), 4092));
    }
  }

  private void value(int type) {
    switch (type) {
      case STRING -> text(true);
      case ARRAY -> array();
      default -> add(type == 6 || type == 12 ? Kind.FLOAT : Kind.NUMBER, WIDTHS[type]);
    }
  }

  private void array() {
    int type = in.getInt(in.position());
    add(Kind.VALUE_TYPE, 4);
    long length = in.getLong(in.position());
    add(Kind.LENGTH, 8);
    for (long i = 0; i < length; i++) {
      boolean isShown = i < SHOWN_TEXTS || i == length - 1;
      if (type == STRING) {
        text(isShown);
      } else if (isShown) {
        value(type);
      } else {
        in.position(in.position() + WIDTHS[type]);
      }
    }
  }

  private String text(boolean isShown) {
    int length = (int) in.getLong(in.position());
    int at = in.position();
    in.position(at + 8 + length);
    if (isShown) {
      spots.add(new Spot(Kind.LENGTH, key, at, 8));
      spots.add(new Spot(Kind.TEXT, key, at + 8, length));
    }
    return new String(in.array(), at + 8, length, StandardCharsets.UTF_8);
  }

  private void add(Kind kind, int bytes) {
    spots.add(new Spot(kind, key, in.position(), bytes));
    in.position(in.position() + bytes);
  }
}
