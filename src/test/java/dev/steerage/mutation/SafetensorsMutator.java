package dev.steerage.mutation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Breaks the JSON of a safetensors file's header, whose length stays right. */
public final class SafetensorsMutator implements Mutator {
  @Override
  public Mutation mutate(byte[] good, Random random) {
    int end = Long.BYTES + (int) little(good).getLong();
    byte[] header = Arrays.copyOfRange(good, Long.BYTES, end);
    Mutation broken = new TextMutator().mutate(header, random);
    byte[] bytes = new byte[Long.BYTES + broken.bytes().length + good.length - end];
    little(bytes)
        .putLong(broken.bytes().length)
        .put(broken.bytes())
        .put(good, end, good.length - end);
    return new Mutation("header: " + broken.name(), bytes);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
