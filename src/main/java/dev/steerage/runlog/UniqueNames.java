package dev.steerage.runlog;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of files in one folder, no two of them the same, also where capitals are no different. */
public final class UniqueNames {
  /** A file system's names have 255 bytes; ending, number and a temporary ending come on top. */
  private static final int MOST_BYTES = 200;

  private final Set<String> taken = new HashSet<>();

  /** Names that are given to none. */
  public UniqueNames(Collection<String> taken) {
    taken.forEach(name -> this.taken.add(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * A name that no other has, {@code subject-kind} or {@code subject-kind-2}, without its ending.
   *
   * @param subject any text, such as the name of a behavior; it may lose its end, and what cannot
   *     be in a file's name; may be empty
   * @param kind a word
   */
  public String of(String subject, String kind) {
    String stem = subject.isEmpty() ? "" : FileNames.safe(subject) + "-";
    while (stem.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -2)) + "-";
    }
    String base = stem + kind;
    String name = base;
    for (int number = 2; !taken.add(name.toLowerCase(Locale.ROOT)); number++) {
      name = base + "-" + number;
    }
    return name;
  }
}
