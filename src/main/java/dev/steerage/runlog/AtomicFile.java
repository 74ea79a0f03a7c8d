package dev.steerage.runlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

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
   * @throws UncheckedIOException if that fails; the file is then as it was, and nothing else there
   */
  public static void write(Path file, Content content) {
    replace(file, temporary -> text(temporary, content));
  }

  /** Writes bytes in the same way. */
  public static void write(Path file, byte[] bytes) {
    replace(file, temporary -> Files.write(temporary, bytes));
  }

  /** Writes a text. */
  public static void write(Path file, String text) {
    write(file, writer -> writer.write(text));
  }

  /**
   * Writes a text that a later process relies on: it is on the disk before it has its name, so that
   * not even a machine that loses power leaves half of it.
   */
  static void writeDurably(Path file, Content content) {
    replace(
        file,
        temporary -> {
          text(temporary, content);
          force(temporary);
        });
  }

  private static void text(Path file, Content content) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      content.writeTo(writer);
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
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
      delete(temporary, e);
      throw new UncheckedIOException(file + ": cannot be written (" + reason(e) + ")", e);
    }
  }

  /** A full disk is not to stay full of what is no use. */
  private static void delete(Path temporary, IOException why) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /** Why it failed, in the system's words, without the path that they begin with. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
