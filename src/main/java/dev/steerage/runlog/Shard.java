package dev.steerage.runlog;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a run's cells that one process computes into a folder of its own.
 *
 * @param index from 1
 * @param count of the run's shards
 */
public record Shard(int index, int count) {
  /** More would be a mistake in typing. */
  private static final int MOST = 10_000;

  private static final Pattern MARK = Pattern.compile("# shard ([1-9]\\d{0,4}) of ([1-9]\\d{0,4})");

  /** What {@code I/N} or {@code N} needs. */
  private static final String FORM = "give I/N with 1 ≤ I ≤ N ≤ " + MOST + ", such as 2/8";

  public Shard {
    if (count < 1 || count > MOST || index < 1 || index > count) {
      throw new InputException("shard %d/%d is out of range; %s".formatted(index, count, FORM));
    }
  }

  /**
   * Reads {@code I/N}.
   *
   * @throws InputException for anything else
   */
  public static Shard parse(String text) {
    String[] numbers = text.strip().split("/", -1);
    try {
      if (numbers.length == 2) {
        return new Shard(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new InputException("shard '" + InputFile.shown(text) + "' is no part of a run; " + FORM);
  }

  /** The shard's folder where the whole run would have {@code run}. */
  public Path folder(Path run) {
    Path normal = run.toAbsolutePath().normalize();
    Path name = normal.getFileName();
    return run.resolveSibling((name == null ? "run" : name) + "-shard-" + index + "-of-" + count);
  }

  /** What a run folder's settings have of it in their last line: a comment of YAML. */
  public String mark() {
    return "# " + this + "\n";
  }

  /** The shard that a folder is of, by its settings; empty for a whole run's, and for any other. */
  public static Optional<Shard> of(Path folder) {
    List<String> settings = RunInputs.settings(folder);
    Matcher mark = MARK.matcher(settings.isEmpty() ? "" : settings.get(settings.size() - 1));
    return mark.matches()
        ? Optional.of(new Shard(Integer.parseInt(mark.group(1)), Integer.parseInt(mark.group(2))))
        : Optional.empty();
  }

  /** As {@link #parse} reads it: {@code 2/8}. */
  public String fraction() {
    return index + "/" + count;
  }

  /** In words: {@code shard 2 of 8}. */
  @Override
  public String toString() {
    return "shard " + index + " of " + count;
  }
}
