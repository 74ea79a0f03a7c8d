package dev.steerage.runlog;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says that one process, and no other, writes into a run folder. The system's own lock on the file
 * {@value #NAME} is what counts on one machine: it goes when the process ends, however it does, so
 * none is ever left. Some network file systems have no locks, or locks that other machines do not
 * see; so the file also names the process, and changes while that lives ({@link LockBeat}). It is
 * emptied at the end and never deleted, since another process may just be opening it.
 */
final class RunLock implements AutoCloseable {
  static final String NAME = ".lock";

  private static final int MOST_BYTES = 200;

  /** By folder. A system's lock is its process's, and closing any channel of the file ends it. */
  private static final Map<Path, RunLock> HELD = new HashMap<>();

  private static boolean isBeating;

  private final Path folder;
  private final FileChannel channel;
  private final Optional<String> note;
  private int holders = 1;
  private int beats;

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
    return take(folder, LockBeat.USUAL);
  }

  /**
   * The same.
   *
   * @param beat how long a process of another machine is waited for
   */
  static RunLock take(Path folder, LockBeat beat) {
    synchronized (HELD) {
      try {
        Path real = folder.toRealPath();
        RunLock held = HELD.get(real);
        if (held != null) {
          held.holders++;
          return held;
        }
        RunLock lock = open(folder, real, beat);
        HELD.put(real, lock);
        if (!isBeating) {
          isBeating = true;
          LockBeat.USUAL.start(RunLock::beatAll);
        }
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

  private static RunLock open(Path folder, Path real, LockBeat beat) throws IOException {
    Path file = real.resolve(NAME);
    // before there is a lock: closing any channel of the file would end that
    String seen = Files.exists(file) ? read(file) : "";
    if (new LockOwner(seen).isElsewhere() && beat.isSeen(file)) {
      throw inUse(folder, seen);
    }
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean isKept = false;
    try {
      boolean hasLocks = lock(folder, channel);
      String before = read(channel);
      LockOwner owner = new LockOwner(before);
      boolean isNew = owner.isElsewhere() && !before.equals(seen);
      if (isNew || (!hasLocks && owner.isAliveHere())) {
        throw inUse(folder, before);
      }
      RunLock lock = new RunLock(real, channel, note(folder, before, hasLocks));
      channel.truncate(0);
      lock.write(LockOwner.self().text(), 0);
      isKept = true;
      return lock;
    } finally {
      if (!isKept) {
        channel.close();
      }
    }
  }

  /** Whether the system has locks there. */
  private static boolean lock(Path folder, FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (IOException e) {
      return false;
    }
    if (lock == null) {
      throw inUse(folder, read(channel));
    }
    return true;
  }

  private static InputException inUse(Path folder, String by) {
    return InputException.in(
        folder,
        "is in use by %s; wait until that has ended, or name another folder with --output"
            .formatted(by.isEmpty() ? "another process" : by));
  }

  private static Optional<String> note(Path folder, String before, boolean hasLocks) {
    if (!before.isEmpty()) {
      return Optional.of(
          "%s: was left by %s, which did not come to its end".formatted(folder, before));
    }
    return hasLocks
        ? Optional.empty()
        : Optional.of(
            "%s: the file system there has no locks, so start no two processes on it at one moment"
                .formatted(folder));
  }

  private void write(String text, long place) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), place);
    channel.force(false); // others read it from the server
  }

  /** Changes the file behind its first line. */
  private void beat() {
    try {
      write("\n" + ++beats, read(channel).getBytes(StandardCharsets.UTF_8).length);
    } catch (IOException e) {
      // what is shown to others is lost, what is computed is not
    }
  }

  private static void beatAll() {
    synchronized (HELD) {
      HELD.values().forEach(RunLock::beat);
    }
  }

  private static String read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return read(channel);
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MOST_BYTES);
    channel.read(text, 0);
    String all = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    return InputFile.printable(all.replaceFirst("(?s)\\R.*", "").strip());
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
