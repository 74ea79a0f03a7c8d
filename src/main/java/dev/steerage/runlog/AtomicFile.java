package dev.steerage.runlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there only when they are complete. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything; the writer is closed by the caller. */
    void writeTo(Writer writer) throws IOException;
  }

  /** Writes a whole file at a path. */
  @FunctionalInterface
  private interface Writing {
    void writeTo(Path path) throws IOException;
  }

  /**
   * Writes UTF-8 text under a temporary name beside {@code file} and renames it; folders are made.
   *
   * @throws UncheckedIOException if that fails; the file is then as it was
   */
  public static void write(Path file, Content content) {
    replace(
        file,
        path -> {
          try (Writer writer = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
            content.writeTo(writer);
          }
        });
  }

  /** Writes bytes. */
  public static void write(Path file, byte[] bytes) {
    replace(file, path -> Files.write(path, bytes));
  }

  private static void replace(Path file, Writing writing) {
    Path temporary = file.resolveSibling(file.getFileName() + ".part");
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      writing.writeTo(temporary);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }

  /** Writes a text. */
  public static void write(Path file, String text) {
    write(file, writer -> writer.write(text));
  }
}
