package dev.steerage.runlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Text files that are there only when they are complete. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything; the writer is closed by the caller. */
    void writeTo(Writer writer) throws IOException;
  }

  /**
   * Writes UTF-8 text under a temporary name beside {@code file} and renames it; folders are made.
   *
   * @throws UncheckedIOException if that fails; the file is then as it was
   */
  public static void write(Path file, Content content) {
    replace(
        file,
        temporary -> {
          try (Writer writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
            content.writeTo(writer);
          }
        });
  }

  /** Writes bytes in the same way. */
  public static void write(Path file, byte[] bytes) {
    replace(file, temporary -> Files.write(temporary, bytes));
  }

  /** Writes a text. */
  public static void write(Path file, String text) {
    write(file, writer -> writer.write(text));
  }

  @FunctionalInterface
  private interface Step {
    void writeTo(Path temporary) throws IOException;
  }

  private static void replace(Path file, Step step) {
    Path temporary = file.resolveSibling(file.getFileName() + ".part");
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      step.writeTo(temporary);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }
}
