package dev.steerage.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file under its temporary name, removed where the process is told to end (Ctrl-C). */
final class PartFile implements AutoCloseable {
  private final Thread removal;

  PartFile(Path file) {
    this.removal = new Thread(() -> remove(file));
    Runtime.getRuntime().addShutdownHook(removal);
  }

  /** The native thread may still write: on Linux it goes on in a file without a name. */
  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(removal);
    } catch (IllegalStateException e) {
      // the process is ending: the removal is running, and then nothing is left to do
      return;
    }
  }
}
