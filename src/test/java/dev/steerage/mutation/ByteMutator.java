package dev.steerage.mutation;

import java.util.Arrays;
import java.util.Random;

/**
 * Breaks a file of which nothing is known: cut off, bits flipped, parts doubled, taken out,
 * overwritten.
 *
 * @param head bytes at the beginning, in which half of the changes are made
 */
public record ByteMutator(int head) implements Mutator {
  private static final int LONGEST_PART = 64;

  @Override
  public Mutation mutate(byte[] good, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> cut(good, random);
      case 1 -> filled(good, random);
      case 2 -> doubled(good, random);
      case 3 -> without(good, random);
      default -> flipped(good, random);
    };
  }

  private int place(byte[] good, Random random) {
    return random.nextInt(random.nextBoolean() ? Math.min(head, good.length) : good.length);
  }

  private Mutation cut(byte[] good, Random random) {
    int length = place(good, random);
    return new Mutation("cut to " + length + " bytes", Arrays.copyOf(good, length));
  }

  private Mutation flipped(byte[] good, Random random) {
    byte[] bytes = good.clone();
    StringBuilder name = new StringBuilder("bits flipped at");
    for (int n = random.nextInt(4); n >= 0; n--) {
      int at = place(good, random);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      name.append(' ').append(at);
    }
    return new Mutation(name.toString(), bytes);
  }

  private Mutation filled(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int from = place(good, random);
    int to = Math.min(good.length, from + 1 + random.nextInt(LONGEST_PART));
    byte value = (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
    Arrays.fill(bytes, from, to, value);
    return new Mutation("bytes %d to %d are all %d".formatted(from, to, value & 0xff), bytes);
  }

  private Mutation doubled(byte[] good, Random random) {
    int from = place(good, random);
    int to = Math.min(good.length, from + 1 + random.nextInt(LONGEST_PART));
    byte[] bytes = new byte[good.length + to - from];
    System.arraycopy(good, 0, bytes, 0, to);
    System.arraycopy(good, from, bytes, to, good.length - from);
    return new Mutation("bytes %d to %d twice".formatted(from, to), bytes);
  }

  private Mutation without(byte[] good, Random random) {
    int from = place(good, random);
    int to = Math.min(good.length, from + 1 + random.nextInt(LONGEST_PART));
    byte[] bytes = new byte[good.length - (to - from)];
    System.arraycopy(good, 0, bytes, 0, from);
    System.arraycopy(good, to, bytes, from, good.length - to);
    return new Mutation("without bytes %d to %d".formatted(from, to), bytes);
  }
}
