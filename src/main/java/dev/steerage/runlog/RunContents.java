package dev.steerage.runlog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run folder holds, whether or not the run has ended.
 *
 * @param provenance {@code provenance.json}; of a run that has not ended its {@code inputs} only
 * @param scored the cells of {@code scores.csv}, in its order; empty where there is none yet
 * @param pairs number of pairs by behavior, of the cells with scores
 * @param cells how many cells have token files
 * @param missing how many cells with scores have no token file
 */
public record RunContents(
    JsonNode provenance,
    List<Condition> scored,
    Map<String, Integer> pairs,
    int cells,
    int missing) {
  private static final int DEPTH_OF_CELLS = 3;

  /**
   * Looks through a folder.
   *
   * @throws InputException if it is no run folder, or its scores are broken
   */
  public static RunContents read(Path folder) {
    JointFolder.refuse(folder);
    if (!Files.isRegularFile(folder.resolve("spec.yaml"))) {
      throw InputException.in(
          folder, "is no run folder: it has no spec.yaml; name one that steerage evaluate made");
    }
    RunFolder run = new RunFolder(folder);
    Set<Condition> scored = new LinkedHashSet<>();
    Map<String, Set<String>> pairs = new LinkedHashMap<>();
    if (Files.isRegularFile(folder.resolve("scores.csv"))) {
      for (ScoreRow row : run.readScores()) {
        scored.add(row.condition());
        pairs
            .computeIfAbsent(row.condition().behavior(), b -> new LinkedHashSet<>())
            .add(row.pair());
      }
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    pairs.forEach((behavior, ids) -> counts.put(behavior, ids.size()));
    int missing = (int) scored.stream().filter(c -> !run.holds(c, 0)).count();
    return new RunContents(
        run.readProvenance(),
        new ArrayList<>(scored),
        counts,
        countCells(folder.resolve("tokens")),
        missing);
  }

  /** Whether the run has ended and everything of it is there. */
  public boolean isComplete() {
    return provenance.hasNonNull("end") && !scored.isEmpty() && missing == 0;
  }

  private static int countCells(Path tokens) {
    if (!Files.isDirectory(tokens)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(tokens, DEPTH_OF_CELLS)) {
      return (int)
          files
              .filter(Files::isRegularFile)
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".csv") && !name.matches(".*\\.part-[0-9]+\\.csv"))
              .count();
    } catch (IOException | UncheckedIOException e) {
      throw InputException.in(tokens, "cannot be read; check its permissions", e);
    }
  }
}
