package dev.steerage.runlog;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of shards that make one run: of each cell those of the shard whose own it is. What
 * several shards have made alike, the baselines that they compare with and extracted vectors, is
 * the same to the bit where they ran on the same devices.
 */
final class ShardFiles {
  private final List<ShardRun> shards;
  private final Map<Path, Path> sources = new LinkedHashMap<>();
  private final List<String> differences = new ArrayList<>();

  private ShardFiles(List<ShardRun> shards) {
    this.shards = shards;
  }

  /**
   * Looks through complete shards of one run.
   *
   * @throws InputException if two have a file of one name that differs and no device does
   */
  static ShardFiles of(List<ShardRun> shards) {
    ShardFiles files = new ShardFiles(shards);
    for (ShardCell cell : shards.get(0).cells()) {
      ShardRun owner = shards.get(cell.shard() - 1);
      for (Path file : ShardRun.files(cell)) {
        files.take(file, owner);
        if (cell.condition().isBaseline()) {
          shards.stream()
              .filter(s -> !s.shard().equals(owner.shard()))
              .forEach(s -> files.compare(file, s));
        }
      }
    }
    for (ShardRun shard : shards) {
      for (Path file : vectors(shard)) {
        if (files.sources.containsKey(file)) {
          files.compare(file, shard);
        } else {
          files.take(file, shard);
        }
      }
    }
    return files;
  }

  private void take(Path file, ShardRun shard) {
    sources.put(file, shard.folder().resolve(file));
  }

  private void compare(Path file, ShardRun shard) {
    Path taken = sources.get(file);
    Path other = shard.folder().resolve(file);
    if (taken == null || !Files.isRegularFile(other)) {
      return;
    }
    if (new InputFile(taken).sha256().equals(new InputFile(other).sha256())) {
      return;
    }
    ShardRun owner =
        shards.stream().filter(s -> taken.startsWith(s.folder())).findFirst().orElse(shard);
    if (machine(owner).equals(machine(shard))) {
      throw InputException.in(
          other,
          "is not what %s is, though both shards ran on the same devices; give the command of one of them again with --force"
              .formatted(taken));
    }
    differences.add(JointFolder.slashed(file) + " of " + shard.shard());
  }

  private static String machine(ShardRun shard) {
    return shard.provenance().path("devices") + " " + shard.provenance().path("system");
  }

  private static List<Path> vectors(ShardRun shard) {
    Path folder = shard.folder().resolve("vectors");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".gguf"))
          .sorted()
          .map(file -> shard.folder().relativize(file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be read", e);
    }
  }

  /** Where each file is by its path in a run folder, in a fixed order. */
  Map<Path, Path> sources() {
    return sources;
  }

  /** Files that another device made otherwise, in words; those of the first device are taken. */
  List<String> differences() {
    return differences;
  }
}
