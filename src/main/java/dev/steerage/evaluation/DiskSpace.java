package dev.steerage.evaluation;

import dev.steerage.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out that a disk is too small before it is full. */
final class DiskSpace {
  private static final double GIGA = 1e9;

  private DiskSpace() {}

  /**
   * Checks that a folder, which need not be there yet, has room.
   *
   * @param bytes that a run writes there
   * @throws InputException if there is less
   */
  static void check(Path folder, long bytes) {
    Path there = folder.toAbsolutePath();
    while (there != null && !Files.isDirectory(there)) {
      there = there.getParent();
    }
    if (there == null) {
      return;
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      if (free < bytes) {
        throw InputException.in(
            folder,
            "the run needs %.1f GB there for a while, and %.1f GB are free; name another disk with --output, or give --no-divergence, --reference-rows loaded or --no-layer-split"
                .formatted(bytes / GIGA, free / GIGA));
      }
    } catch (IOException e) {
      // a disk that does not say how full it is
    }
  }
}
