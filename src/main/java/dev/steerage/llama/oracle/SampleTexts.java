package dev.steerage.llama.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The texts that both builds are asked about. */
final class SampleTexts {
  private SampleTexts() {}

  /**
   * Texts to be split into tokens: each fragment alone, behind a blank, before one, twice, and
   * before the next fragment, because tokens depend on what stands beside them.
   */
  static List<String> toSplit() {
    List<String> fragments = lines("fragments.txt");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < fragments.size(); i++) {
      String fragment = fragments.get(i);
      String next = fragments.get((i + 1) % fragments.size());
      texts.addAll(
          List.of(fragment, " " + fragment, fragment + " ", fragment + fragment, fragment + next));
    }
    return texts;
  }

  /** Prompts to be continued. */
  static List<String> toContinue() {
    return lines("prompts.txt");
  }

  private static List<String> lines(String resource) {
    try (InputStream in = SampleTexts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return all.lines().filter(line -> !line.startsWith("#")).map(SampleTexts::unescaped).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unescaped(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = line.charAt(++i);
      switch (escape) {
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        case 'u' -> {
          text.append((char) Integer.parseInt(line.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> text.append(escape);
      }
    }
    return text.toString();
  }
}
