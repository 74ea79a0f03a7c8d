package dev.steerage.runlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.steerage.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a folder that processes of several machines see. */
class RunLockTest {
  private static final LockBeat QUICK = new LockBeat(Duration.ofMillis(20), Duration.ofMillis(400));
  private static final String ELSEWHERE =
      "process 1 on node-of-another, begun 2025-01-01T00:00:00Z";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve(RunLock.NAME);
  }

  @Test
  void aProcessOfAnotherMachineThatWasKilledHoldsNobodyUp() throws IOException {
    Files.writeString(file, ELSEWHERE + "\n12");
    try (RunLock lock = RunLock.take(folder, QUICK)) {
      assertThat(lock.note())
          .hasValueSatisfying(
              note ->
                  assertThat(note).contains("was left by " + ELSEWHERE + ", which did not come"));
      assertThat(Files.readString(file)).startsWith(LockOwner.self().text());
    }
    assertThat(file).isEmptyFile();
  }

  /** Where the file system does not show its lock to this machine. */
  @Test
  void oneThatLivesHasTheFolder() throws Exception {
    Files.writeString(file, ELSEWHERE);
    AtomicBoolean lives = new AtomicBoolean(true);
    Thread other =
        new Thread(
            () -> {
              for (int beat = 1; lives.get(); beat++) {
                write(ELSEWHERE + "\n" + beat);
              }
            });
    other.start();
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> RunLock.take(folder, QUICK))
        .withMessageContaining("is in use by " + ELSEWHERE + "; wait");
    lives.set(false);
    other.join();
    assertThat(Files.readString(file)).startsWith(ELSEWHERE);
  }

  private void write(String text) {
    try {
      Files.writeString(file, text);
      Thread.sleep(QUICK.every().toMillis());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whileItIsHeldItsFileChanges() throws IOException {
    try (RunLock lock = RunLock.take(folder, QUICK)) {
      assertThat(lock.note()).isEmpty();
      assertThat(LockBeat.USUAL.isSeen(file)).isTrue();
      assertThat(Files.readString(file)).matches("(?s)process \\d+ on .*, begun \\S+Z\n\\d+");
    }
  }

  @Test
  void aProcessIsKnownByWhenItBegan() {
    assertThat(LockOwner.self().isAliveHere()).isTrue();
    assertThat(LockOwner.self().isElsewhere()).isFalse();
    String later = LockOwner.self().text().replaceFirst("begun \\d+", "begun 1999");
    assertThat(new LockOwner(later).isAliveHere()).isFalse();
    assertThat(new LockOwner(ELSEWHERE).isElsewhere()).isTrue();
    assertThat(new LockOwner("").isElsewhere()).isFalse();
  }
}
