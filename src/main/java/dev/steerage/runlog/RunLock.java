package dev.steerage.runlog;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says that one process, and no other, writes into a run folder. The system's own lock on the file
 * {@value #NAME} is what counts: it goes when the process ends, however it does, so none is ever
 * left. The file's text names the process, for messages; it is emptied at the end and never
 * deleted, since another process may just be opening it. Where the file system has no locks
 * (network ones without a lock service), nothing is held and {@link #note} says so.
 */
final class RunLock implements AutoCloseable {
  static final String NAME = ".lock";

  private static final int MOST_BYTES = 200;

  /** By folder. A system's lock is its process's, and closing any channel of the file ends it. */
  private static final Map<Path, RunLock> HELD = new HashMap<>();

  private final Path folder;
  private final FileChannel channel;
  private final Optional<String> note;
  private int holders = 1;

  private RunLock(Path folder, FileChannel channel, Optional<String> note) {
    this.folder = folder;
    this.channel = channel;
    this.note = note;
  }

  /**
   * Takes the lock of a folder that is there; a process that has it already may take it again.
   *
   * @throws InputException if another process has it, or nothing can be written there
   */
  static RunLock take(Path folder) {
    synchronized (HELD) {
      try {
        Path real = folder.toRealPath();
        RunLock held = HELD.get(real);
        if (held != null) {
          held.holders++;
          return held;
        }
        RunLock lock = open(folder, real);
        HELD.put(real, lock);
        return lock;
      } catch (IOException e) {
        throw InputException.in(
            folder,
            "cannot be written into (%s); check its permissions, or name another with --output"
                .formatted(AtomicFile.reason(e)),
            e);
      }
    }
  }

  private static RunLock open(Path folder, Path real) throws IOException {
    FileChannel channel =
        FileChannel.open(
            real.resolve(NAME),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    boolean isKept = false;
    try {
      String before = InputFile.shown(read(channel));
      Optional<String> note = lock(folder, channel, before);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(owner().getBytes(StandardCharsets.UTF_8)), 0);
      isKept = true;
      return new RunLock(real, channel, note);
    } finally {
      if (!isKept) {
        channel.close();
      }
    }
  }

  private static Optional<String> lock(Path folder, FileChannel channel, String before) {
    try {
      if (channel.tryLock() == null) {
        throw InputException.in(
            folder,
            "is in use by %s; wait until that has ended, or name another folder with --output"
                .formatted(before.isEmpty() ? "another process" : before));
      }
      return before.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "%s: was left by %s, which did not come to its end".formatted(folder, before));
    } catch (IOException e) {
      return Optional.of(
          "%s: cannot be locked there (%s), so start no second process on it"
              .formatted(folder, AtomicFile.reason(e)));
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MOST_BYTES);
    channel.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
  }

  private static String owner() {
    return "process %d%s, begun %s"
        .formatted(
            ProcessHandle.current().pid(),
            host(),
            ProcessHandle.current()
                .info()
                .startInstant()
                .orElseGet(Instant::now)
                .truncatedTo(ChronoUnit.SECONDS));
  }

  private static String host() {
    try {
      return " on " + Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return ""; // a system that has no such file
    }
  }

  /** What is to be said of how the lock was found. */
  Optional<String> note() {
    return note;
  }

  @Override
  public void close() {
    synchronized (HELD) {
      if (--holders > 0 || !channel.isOpen()) {
        return;
      }
      HELD.remove(folder);
      try {
        channel.truncate(0);
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(folder + ": its lock cannot be given back", e);
      }
    }
  }
}
