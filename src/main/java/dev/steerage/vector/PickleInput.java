package dev.steerage.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The operands of a pickle's opcodes, each checked against the bytes that remain. */
final class PickleInput {
  private final ByteBuffer in;

  PickleInput(byte[] pickle) {
    this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
  }

  int unsignedByte() throws PickleException {
    return need(1).get() & 0xff;
  }

  int unsignedShort() throws PickleException {
    return need(2).getShort() & 0xffff;
  }

  int int32() throws PickleException {
    return need(4).getInt();
  }

  /** The one number that pickles write with its highest byte first. */
  double bigEndianDouble() throws PickleException {
    return Double.longBitsToDouble(Long.reverseBytes(need(8).getLong()));
  }

  /** A signed number of a length that stands before it, lowest byte first. */
  long countedLong() throws PickleException {
    int count = unsignedByte();
    if (count > Long.BYTES) {
      throw broken();
    }
    need(count);
    long value = 0;
    int last = 0;
    for (int i = 0; i < count; i++) {
      last = in.get();
      value |= (last & 0xffL) << (8 * i);
    }
    return last < 0 && count < Long.BYTES ? value | (-1L << (8 * count)) : value;
  }

  /** A string of a length that stands before it. */
  String countedText() throws PickleException {
    int length = int32();
    need(length);
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A string that a newline ends. */
  String line() throws PickleException {
    StringBuilder line = new StringBuilder();
    for (int b = unsignedByte(); b != '\n'; b = unsignedByte()) {
      line.append((char) b);
    }
    return line.toString();
  }

  /** The exception for a pickle that cannot go on here. */
  PickleException broken() {
    return new PickleException(
        "is broken at byte " + in.position() + " of its data.pkl; save the tensor again");
  }

  private ByteBuffer need(int bytes) throws PickleException {
    if (bytes < 0 || in.remaining() < bytes) {
      throw broken();
    }
    return in;
  }
}
