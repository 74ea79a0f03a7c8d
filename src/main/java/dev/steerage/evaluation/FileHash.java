package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The SHA-256 of a file, computed beside what is done until it is asked for: weights are large. Two
 * of the same file are equal.
 */
final class FileHash {
  /** One file after the other, as a disk reads fastest; a process that ends does not wait. */
  private static final ExecutorService READER =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "hashes");
            thread.setDaemon(true);
            return thread;
          });

  private final Path file;
  private final CompletableFuture<String> hash;

  FileHash(InputFile file) {
    this.file = file.path();
    this.hash = CompletableFuture.supplyAsync(file::sha256, READER);
  }

  /**
   * The hash, lower-case hex, as soon as it is known.
   *
   * @throws InputException if the file cannot be read
   */
  String get() {
    try {
      return hash.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof InputException why) {
        throw why;
      }
      throw e;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileHash hashed && file.equals(hashed.file);
  }

  @Override
  public int hashCode() {
    return file.hashCode();
  }
}
