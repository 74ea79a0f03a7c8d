package dev.steerage.runlog;

import dev.steerage.Parallel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The scores of shards in the order of one run's, in memory as they are packed. */
final class MergedScores {
  /**
   * Rows of a condition that follow each other.
   *
   * @param from index of the first
   * @param to behind the last
   */
  private record Place(List<ScoreRow> rows, int from, int to) {}

  private MergedScores() {}

  /** Writes {@code scores.csv}. */
  static void write(Path file, List<ShardRun> shards) {
    Map<Condition, Place> places = new HashMap<>();
    Parallel.inOrder(
        shards,
        shard -> new ShardFolder(shard.run()).readScores(),
        rows -> {
          for (int from = 0; from < rows.size(); ) {
            Condition condition = rows.get(from).condition();
            int to = from + 1;
            while (to < rows.size() && rows.get(to).condition().equals(condition)) {
              to++;
            }
            places.put(condition, new Place(rows, from, to));
            from = to;
          }
        });
    ScoreFile.write(
        file,
        out -> {
          for (ShardCell cell : shards.get(0).cells()) {
            Place place = places.get(cell.condition());
            if (place != null) {
              place.rows.subList(place.from, place.to).forEach(out);
            }
          }
        });
  }
}
