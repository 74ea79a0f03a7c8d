package dev.steerage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputException;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.evaluation.SpecFile;
import dev.steerage.runlog.JointFolder;
import dev.steerage.runlog.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run that stands beside others.
 *
 * @param name unique among them, also where capitals are no different: the folder's name, with
 *     those above it where others have it too
 * @param folder as the user named it
 * @param spec what was asked
 * @param provenance what was used; an empty object where that is not known
 */
record ReportRun(String name, RunFolder folder, EvaluationSpec spec, JsonNode provenance) {
  /**
   * Runs in the order given, whose folders are the caller's to close: until then no other process
   * writes into them.
   *
   * @throws InputException if one has no results, is a joint report, is given twice, is in use, or
   *     has files that are not as they were written
   */
  static List<ReportRun> of(List<Path> paths) {
    Map<Path, Path> given = new LinkedHashMap<>();
    for (Path path : paths) {
      JointFolder.refuse(path);
      RunFolder.existing(path);
      Path before = given.putIfAbsent(real(path), path);
      if (before != null) {
        throw InputException.in(
            path, "is the same run as " + before + ", which is given too; name each run once");
      }
    }
    List<String> names = names(new ArrayList<>(given.keySet()));
    List<ReportRun> runs = new ArrayList<>();
    for (Path path : given.values()) {
      RunFolder folder = RunFolder.toReport(path);
      runs.add(
          new ReportRun(
              names.get(runs.size()),
              folder,
              SpecFile.read(path.resolve("spec.yaml")),
              folder.readProvenance()));
    }
    return runs;
  }

  /** Whether anything is known of what it used. */
  boolean hasProvenance() {
    return provenance.isObject() && !provenance.isEmpty();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw InputException.in(path, "cannot be read; check its permissions", e);
    }
  }

  /** The last elements of paths, as many as tell them apart. */
  static List<String> names(List<Path> paths) {
    int[] elements = new int[paths.size()];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = 1;
      names.add(last(paths.get(i), 1));
    }
    for (boolean isChanged = true; isChanged; ) {
      isChanged = false;
      Map<String, Integer> counts = counts(names);
      for (int i = 0; i < elements.length; i++) {
        boolean isShared = counts.getOrDefault(key(names.get(i)), 0) > 1;
        if (isShared && elements[i] < paths.get(i).getNameCount()) {
          names.set(i, last(paths.get(i), ++elements[i]));
          isChanged = true;
        }
      }
    }
    return numbered(names);
  }

  /** Paths that only capitals tell apart get a number. */
  private static List<String> numbered(List<String> names) {
    Map<String, Integer> counts = counts(names);
    List<String> unique = new ArrayList<>();
    for (String name : names) {
      boolean isShared = counts.getOrDefault(key(name), 0) > 1;
      unique.add(isShared ? name + " #" + (unique.size() + 1) : name);
    }
    return unique;
  }

  private static Map<String, Integer> counts(List<String> names) {
    Map<String, Integer> counts = new HashMap<>();
    names.forEach(name -> counts.merge(key(name), 1, Integer::sum));
    return counts;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String last(Path path, int elements) {
    int count = path.getNameCount();
    return count == 0
        ? path.toString()
        : JointFolder.slashed(path.subpath(Math.max(0, count - elements), count));
  }
}
