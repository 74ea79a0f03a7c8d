package dev.steerage.runlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a process on one machine shows those on others that it lives: it writes its lock's file again
 * and again. Only whether that changes counts, so that clocks may differ; of a process that was
 * killed it does not.
 *
 * @param every how often it is written
 * @param patience how long it may stay the same before nobody is taken to be there
 */
record LockBeat(Duration every, Duration patience) {
  /** A file server that is busy for seconds is not taken for a dead process. */
  static final LockBeat USUAL = new LockBeat(Duration.ofSeconds(3), Duration.ofSeconds(20));

  /** Does something at each beat, in a thread of its own, until the process ends. */
  void start(Runnable beat) {
    Thread thread =
        new Thread(
            () -> {
              while (sleep()) {
                beat.run();
              }
            },
            "steerage-lock");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether a file changes while it is watched, as long as the patience lasts. */
  boolean isSeen(Path file) {
    String first = text(file);
    for (Duration waited = Duration.ZERO;
        waited.compareTo(patience) < 0;
        waited = waited.plus(every)) {
      if (!sleep() || !Objects.equals(text(file), first)) {
        return true;
      }
    }
    return false;
  }

  /** Opened each time: a network file system asks its server then, and not before. */
  private static @Nullable String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return null;
    }
  }

  private boolean sleep() {
    try {
      Thread.sleep(every.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
