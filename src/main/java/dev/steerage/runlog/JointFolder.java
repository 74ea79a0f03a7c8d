package dev.steerage.runlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.steerage.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The folder of a report on several runs. {@value #MARK} says that it is one, and of which runs, so
 * that nothing else is ever written over.
 */
public final class JointFolder {
  private static final String MARK = "runs.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** More names make no name that a person reads. */
  private static final int MOST_NAMES = 3;

  /** A file system's names have 255 bytes. */
  private static final int MOST_BYTES = 120;

  private JointFolder() {}

  /** Whether a folder holds a joint report. */
  private static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(MARK))
        && !Files.exists(folder.resolve("spec.yaml"))
        && !Files.exists(folder.resolve("scores.csv"));
  }

  /**
   * Refuses a joint report where a run is expected.
   *
   * @throws InputException if it is one
   */
  public static void refuse(Path folder) {
    if (isOne(folder)) {
      throw InputException.in(
          folder, "is a joint report of runs; name the run folders that it is made from");
    }
  }

  /**
   * A folder beside the first of several runs, with their names for its own: {@code a+b}, or {@code
   * a+4-more} where they are many or long. Where something else has that name, {@code -joint}
   * follows it.
   *
   * @param first the first run, as the user named it
   * @param names of the runs, at least two
   */
  public static Path beside(Path first, List<String> names) {
    String joined = String.join("+", names.stream().map(JointFolder::shown).toList());
    String name =
        names.size() <= MOST_NAMES && bytes(joined) <= MOST_BYTES
            ? joined
            : start(shown(names.get(0))) + "+" + (names.size() - 1) + "-more";
    Path normal = first.normalize();
    String last = String.valueOf(normal.getFileName());
    Path run = last.isEmpty() || last.equals("..") ? first.toAbsolutePath().normalize() : normal;
    Path folder = run.resolveSibling(name);
    return Files.exists(folder) && !isFree(folder) ? run.resolveSibling(name + "-joint") : folder;
  }

  private static String shown(String name) {
    return FileNames.safe(name);
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  /** As much of a name as there is room for, in whole characters. */
  private static String start(String name) {
    String start = name;
    while (bytes(start) > MOST_BYTES) {
      start = start.substring(0, start.offsetByCodePoints(start.length(), -1));
    }
    return start;
  }

  /** Whether a joint report may be written there: one is, or nothing. */
  private static boolean isFree(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return isOne(folder) || entries.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Looks whether a joint report may be written into a folder, and writes nothing.
   *
   * @throws InputException if something else is there, or it cannot be made
   */
  public static void check(Path folder) {
    if (Files.exists(folder) && !isFree(folder)) {
      throw InputException.in(
          folder, "is there and is no joint report of runs; name another with --output");
    }
    OutputFolder.check(folder);
  }

  /**
   * Makes the folder and says that it is one.
   *
   * @param runs folder of each run by its name
   * @throws InputException as {@link #check} does
   */
  public static void make(Path folder, Map<String, Path> runs) {
    check(folder);
    OutputFolder.make(folder);
    List<Map<String, String>> list = new ArrayList<>();
    runs.forEach(
        (name, path) -> {
          Map<String, String> run = new LinkedHashMap<>();
          run.put("name", name);
          run.put("folder", relative(folder, path));
          list.add(run);
        });
    try {
      AtomicFile.write(folder.resolve(MARK), JSON.writeValueAsString(Map.of("runs", list)) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("names are not JSON", e);
    }
  }

  /** The path of a run folder from that of a joint report. */
  public static String relative(Path folder, Path run) {
    Path from = folder.toAbsolutePath().normalize();
    Path to = run.toAbsolutePath().normalize();
    return Objects.equals(from.getRoot(), to.getRoot())
        ? slashed(from.relativize(to))
        : to.toString();
  }

  /** A relative path with a slash between its elements, whatever the system has there. */
  public static String slashed(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }
}
