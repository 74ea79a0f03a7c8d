package dev.steerage.mutation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks JSON, JSON lines, YAML and CSV: other values, doubled and nested parts, other letters. */
public final class TextMutator implements Mutator {
  private static final int DEEP = 20_000;

  /** A text in quotes, a number or a word: what stands for a key or a value. */
  private static final Pattern PART = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|-?[\\w.]+");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "NaN",
          "Infinity",
          "-1",
          "0",
          "1e999",
          "1e-999",
          "[]",
          "{}",
          "\"\"",
          "99999999999999999999",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"x",
          "'",
          "*a",
          "&a x",
          "!!org.example.Loader [x]",
          "- - -",
          "\t",
          "0x10",
          "1,5",
          "../../etc/passwd");

  @Override
  public Mutation mutate(byte[] good, Random random) {
    String text = new String(good, StandardCharsets.UTF_8);
    List<int[]> parts = new ArrayList<>();
    for (Matcher matcher = PART.matcher(text); matcher.find(); ) {
      parts.add(new int[] {matcher.start(), matcher.end()});
    }
    int[] part = parts.get(random.nextInt(parts.size()));
    String before = text.substring(0, part[0]);
    String self = text.substring(part[0], part[1]);
    String after = text.substring(part[1]);
    String at = " at " + part[0];
    return switch (random.nextInt(9)) {
      case 0 -> of("cut" + at, before + self.substring(0, self.length() / 2));
      case 1 -> of("nested" + at, before + "[".repeat(DEEP) + self + after);
      case 2 -> of("in objects" + at, before + "{\"a\":".repeat(DEEP) + self + after);
      case 3 -> of("twice" + at, before + self + self + after);
      case 4 -> of("left out" + at, before + after);
      case 5 -> other(text, parts, part, random);
      case 6 -> strange(good, before.getBytes(StandardCharsets.UTF_8).length, random);
      default -> {
        String value = VALUES.get(random.nextInt(VALUES.size()));
        yield of(value + at, before + value + after);
      }
    };
  }

  /** Another part of the file in its place: keys twice, values of the wrong kind. */
  private static Mutation other(String text, List<int[]> parts, int[] part, Random random) {
    int[] other = parts.get(random.nextInt(parts.size()));
    String value = text.substring(other[0], other[1]);
    return of(
        "part at %d in the place of that at %d".formatted(other[0], part[0]),
        text.substring(0, part[0]) + value + text.substring(part[1]));
  }

  private static Mutation strange(byte[] good, int at, Random random) {
    byte[] bytes = good.clone();
    byte[] values = {(byte) 0xff, (byte) 0xc3, (byte) 0xed, 0, 27, '\r', '\\', (byte) 0x80};
    byte value = values[random.nextInt(values.length)];
    bytes[at] = value;
    return new Mutation("byte %d is %d".formatted(at, value & 0xff), bytes);
  }

  private static Mutation of(String name, String text) {
    return new Mutation(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
