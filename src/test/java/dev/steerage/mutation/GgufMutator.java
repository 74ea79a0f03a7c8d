package dev.steerage.mutation;

import dev.steerage.mutation.GgufSpots.Kind;
import dev.steerage.mutation.GgufSpots.Spot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Breaks one part of a GGUF file's header, each kind of part as often as the others: other magic
 * words and versions, huge counts and lengths, types and offsets out of range, names that are there
 * twice, NaN, a file that ends there.
 */
public final class GgufMutator implements Mutator {
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    7,
    -1,
    -2,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xFFFF_FFFFL,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 40,
    255,
    513
  };
  private static final float[] FLOATS = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -1, 0, 1e38f
  };

  @Override
  public Mutation mutate(byte[] good, Random random) {
    Map<Kind, List<Spot>> spots = new EnumMap<>(Kind.class);
    for (Spot spot : GgufSpots.of(good)) {
      spots.computeIfAbsent(spot.kind(), any -> new java.util.ArrayList<>()).add(spot);
    }
    List<Kind> kinds = List.copyOf(spots.keySet());
    List<Spot> same = spots.get(kinds.get(random.nextInt(kinds.size())));
    Spot spot = same.get(random.nextInt(same.size()));
    String place = "%s of '%s' at %d".formatted(spot.kind(), spot.key(), spot.at());
    if (random.nextInt(8) == 0) {
      int end = spot.at() + random.nextInt(spot.bytes() + 1);
      return new Mutation("cut in " + place, Arrays.copyOf(good, end));
    }
    byte[] bytes = good.clone();
    String what = change(bytes, spot, same, random);
    return new Mutation(place + ": " + what, bytes);
  }

  private static String change(byte[] bytes, Spot spot, List<Spot> same, Random random) {
    return switch (spot.kind()) {
      case TEXT -> text(bytes, spot, same, random);
      case FLOAT, DATA -> put(bytes, spot, FLOATS[random.nextInt(FLOATS.length)]);
      case VALUE_TYPE, TENSOR_TYPE -> put(bytes, spot, random.nextInt(46) - 2L);
      case MAGIC -> put(bytes, spot, random.nextInt());
      default -> put(bytes, spot, number(bytes, spot, random));
    };
  }

  /** Far off, or near to what it was. */
  private static long number(byte[] bytes, Spot spot, Random random) {
    if (random.nextBoolean()) {
      return NUMBERS[random.nextInt(NUMBERS.length)];
    }
    long was = little(bytes, spot).get(0) & 0xff;
    return was + random.nextInt(9) - 4;
  }

  private static String text(byte[] bytes, Spot spot, List<Spot> same, Random random) {
    if (spot.bytes() == 0) {
      return "nothing, it is empty";
    }
    if (random.nextBoolean()) {
      for (Spot other : same) {
        if (other.bytes() == spot.bytes() && other.at() != spot.at()) {
          System.arraycopy(bytes, other.at(), bytes, spot.at(), spot.bytes());
          return "the text at " + other.at();
        }
      }
    }
    int at = spot.at() + random.nextInt(spot.bytes());
    byte[] strange = {0, (byte) 0xff, (byte) 0xc3, '\n', 27, '"', '%', '/'};
    bytes[at] = strange[random.nextInt(strange.length)];
    return "byte " + at + " is " + (bytes[at] & 0xff);
  }

  private static String put(byte[] bytes, Spot spot, float value) {
    if (spot.bytes() == Double.BYTES) {
      little(bytes, spot).putDouble(value);
    } else {
      little(bytes, spot).putFloat(value);
    }
    return String.valueOf(value);
  }

  private static String put(byte[] bytes, Spot spot, long value) {
    for (int i = 0; i < spot.bytes(); i++) {
      bytes[spot.at() + i] = (byte) (value >> 8 * i);
    }
    return String.valueOf(value);
  }

  private static ByteBuffer little(byte[] bytes, Spot spot) {
    return ByteBuffer.wrap(bytes, spot.at(), spot.bytes()).slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
