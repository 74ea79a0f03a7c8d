package dev.steerage.evaluation;

import dev.steerage.llama.FloatRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Rows of logits that later passes are compared with, or of the residual stream that they go on
 * from, [rows, width] floats in the machine's byte order. They are kept as they are: a rounded copy
 * would be as far off as a good quantization. Read and written without mapping, so that a full disk
 * or a truncated file is an exception.
 */
final class RowFile implements AutoCloseable {
  private final Path file;
  private final Path open;
  private final FileChannel channel;

  private RowFile(Path file, Path open, FileChannel channel) {
    this.file = file;
    this.open = open;
    this.channel = channel;
  }

  /**
   * Begins a file, which is there only once it is {@link #complete}; folders are made.
   *
   * @throws UncheckedIOException if that cannot be
   */
  static RowFile create(Path file) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return new RowFile(
          file,
          part,
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw failed(part, "made", e);
    }
  }

  /**
   * A file that is there.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  static RowFile open(Path file) {
    try {
      return new RowFile(file, file, FileChannel.open(file, StandardOpenOption.READ));
    } catch (IOException e) {
      throw failed(file, "read", e);
    }
  }

  /**
   * Writes rows.
   *
   * @param places of each in the file, 0-based
   * @param rows as many, from its first on
   * @throws UncheckedIOException if the disk is full
   */
  void write(long[] places, FloatRows rows) {
    try {
      for (int i = 0; i < places.length; i++) {
        ByteBuffer row = rows.row(i);
        for (long at = places[i] * rows.rowBytes(); row.hasRemaining(); ) {
          at += channel.write(row, at);
        }
      }
    } catch (IOException e) {
      throw failed(open, "written", e);
    }
  }

  /**
   * Reads rows.
   *
   * @param places of each in the file, 0-based
   * @param rows its first ones get them
   * @throws UncheckedIOException if the file ends before
   */
  void read(long[] places, FloatRows rows) {
    rows.reserve(places.length);
    try {
      for (int i = 0; i < places.length; i++) {
        ByteBuffer row = rows.row(i);
        for (long at = places[i] * rows.rowBytes(); row.hasRemaining(); ) {
          int read = channel.read(row, at);
          if (read < 0) {
            throw new IOException(
                "it ends before row " + places[i] + "; delete it and run the evaluation again");
          }
          at += read;
        }
      }
    } catch (IOException e) {
      throw failed(open, "read", e);
    }
  }

  /** Ends a file that was begun: it is there from now on. */
  void complete() {
    try {
      channel.close();
      Files.move(open, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(open, "renamed", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      if (!open.equals(file)) {
        Files.deleteIfExists(open);
      }
    } catch (IOException e) {
      throw failed(open, "closed", e);
    }
  }

  private static UncheckedIOException failed(Path file, String what, IOException e) {
    return new UncheckedIOException(file + ": cannot be " + what + " (" + e.getMessage() + ")", e);
  }
}
