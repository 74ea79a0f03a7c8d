package dev.steerage.runlog;

import dev.steerage.InputException;
import dev.steerage.Parallel;
import dev.steerage.ShellWord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether shards are all of a run.
 *
 * @param shards by their number, at least one, of the same inputs and settings
 */
record ShardSet(List<ShardRun> shards) {
  private static final int SHOWN_CELLS = 3;

  /**
   * Checks that each is there once and complete.
   *
   * @throws InputException with a sentence for each that is not, and the command that makes it so
   */
  void check() {
    int count = shards.get(0).shard().count();
    Map<Integer, ShardRun> byIndex = new HashMap<>();
    for (ShardRun shard : shards) {
      if (shard.shard().count() != count) {
        throw InputException.in(
            shard.folder(),
            "is %s, and %s is %s; merge shards of one division"
                .formatted(shard.shard(), shards.get(0).folder(), shards.get(0).shard()));
      }
      ShardRun before = byIndex.putIfAbsent(shard.shard().index(), shard);
      if (before != null) {
        throw InputException.in(
            shard.folder(),
            "is %s, and so is %s; name each shard once".formatted(shard.shard(), before.folder()));
      }
    }
    List<String> problems = new ArrayList<>();
    Parallel.inOrder(shards, ShardSet::problem, problem -> problem.ifPresent(problems::add));
    List<Integer> absent =
        IntStream.rangeClosed(1, count).filter(i -> !byIndex.containsKey(i)).boxed().toList();
    for (int index : absent) {
      problems.add(
          "%s is not among the folders; name its folder, or make it with: steerage evaluate --spec %s --shard %d/%d --output DIR"
              .formatted(
                  new Shard(index, count),
                  ShellWord.of(shards.get(0).folder().resolve("spec.yaml").toString()),
                  index,
                  count));
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    checkSameCells();
  }

  private static Optional<String> problem(ShardRun shard) {
    List<ShardCell> missing = shard.missing();
    if (shard.hasEnded() && missing.isEmpty()) {
      return Optional.empty();
    }
    String which =
        missing.stream()
            .limit(SHOWN_CELLS)
            .map(c -> c.condition())
            .map(c -> c.model() + "/" + c.behavior() + "/" + c.condition())
            .collect(Collectors.joining(", "));
    String what =
        missing.isEmpty()
            ? "has not come to its end"
            : "lacks %d of its %d cells (%s%s)"
                .formatted(
                    missing.size(),
                    shard.own().size(),
                    which,
                    missing.size() > SHOWN_CELLS ? ", …" : "");
    String folder = ShellWord.of(shard.folder().toString());
    return Optional.of(
        "%s: %s %s; finish it with: steerage evaluate --spec %s --shard %s --output %s"
            .formatted(
                shard.folder(),
                shard.shard(),
                what,
                ShellWord.of(shard.folder().resolve("spec.yaml").toString()),
                shard.shard().fraction(),
                folder));
  }

  private void checkSameCells() {
    for (ShardRun shard : shards) {
      if (!shard.cells().equals(shards.get(0).cells())) {
        throw InputException.in(
            shard.folder(),
            "divides the run's cells otherwise than %s does; give the command of both again with --force, with one version of the program"
                .formatted(shards.get(0).folder()));
      }
    }
  }
}
