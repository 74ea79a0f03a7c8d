package dev.steerage.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes away with all that is in it, also where the process is told to end. */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private final Thread removal;

  private TemporaryFolder(Path path) {
    this.path = path;
    this.removal = new Thread(() -> delete(path));
    Runtime.getRuntime().addShutdownHook(removal);
  }

  /** A new one where the system has such. */
  public static TemporaryFolder make() {
    try {
      return new TemporaryFolder(Files.createTempDirectory("steerage-"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no temporary folder can be made; set TMPDIR in STEERAGE_JAVA_OPTS", e);
    }
  }

  /** A new one in a folder that is there. */
  public static TemporaryFolder in(Path folder) {
    try {
      return new TemporaryFolder(Files.createTempDirectory(folder, "steerage-"));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": nothing can be written there", e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be deleted", e);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(removal);
    } catch (IllegalStateException e) {
      return; // the process is ending, and the folder is being deleted
    }
    delete(path);
  }
}
