package dev.steerage.runlog;

import dev.steerage.InputException;
import dev.steerage.runlog.RunFolder.Existing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Where a run folder is, or is to be.
 *
 * @param existing what becomes of a folder that is there already
 */
record RunPlace(Path folder, RunInputs of, Existing existing) {
  /** What is there. */
  enum Found {
    /** Nothing that is taken up. */
    NONE,
    /** A run folder of the same. */
    WHOLE,
    /** One whose spec.yaml is not as it was written. */
    WITHOUT_SPEC
  }

  /**
   * Looks what is there, and writes nothing.
   *
   * @throws InputException if the folder holds something else, or cannot be made
   */
  Found find() {
    if (isTakenUp()) {
      return of.checkSame(folder) ? Found.WHOLE : Found.WITHOUT_SPEC;
    }
    if (isToGo() || isRun()) {
      return Found.NONE;
    }
    if (Files.exists(folder) && !isEmpty()) {
      throw InputException.in(folder, "is there and is no run folder; name another with --output");
    }
    OutputFolder.check(folder);
    return Found.NONE;
  }

  /** Whether a run folder is there that is gone on with, if it is of the same. */
  private boolean isTakenUp() {
    return isTakenUp(folder, existing);
  }

  /** The same, of a run of which no more is known. */
  static boolean isTakenUp(Path folder, Existing existing) {
    return existing != Existing.SET_ASIDE
        && Files.exists(folder.resolve(RunFolder.SPEC))
        && (existing != Existing.RESUME_CELLS
            || Files.isDirectory(folder.resolve(RunFolder.TOKENS)));
  }

  private boolean isToGo() {
    return existing == Existing.SET_ASIDE && Files.exists(folder);
  }

  private boolean isRun() {
    return Files.exists(folder.resolve(RunFolder.SPEC));
  }

  /** A process that was killed before spec.yaml was there leaves no more than these. */
  private boolean isEmpty() {
    try (var entries = Files.list(folder)) {
      return entries
          .map(file -> String.valueOf(file.getFileName()).replaceFirst("\\.part$", ""))
          .allMatch(Set.of(RunLock.NAME, ProvenanceFile.NAME, RunFolder.SPEC)::contains);
    } catch (IOException e) {
      throw InputException.in(folder, "cannot be read as a folder; name another with --output", e);
    }
  }

  /**
   * Gives what is there another name, where that is asked.
   *
   * @throws InputException if another process has it
   */
  void setAside() {
    if (!isToGo()) {
      return;
    }
    Path name = folder.toAbsolutePath().normalize();
    int n = 1;
    Path free = name.resolveSibling(name.getFileName() + "-before-1");
    while (Files.exists(free)) {
      free = name.resolveSibling(name.getFileName() + "-before-" + ++n);
    }
    // what is no run folder is in no one's hand
    RunLock lock = isRun() ? RunLock.take(name) : null;
    try {
      Files.move(name, free);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s: cannot be renamed to %s (%s)".formatted(folder, free, AtomicFile.reason(e)), e);
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }
}
