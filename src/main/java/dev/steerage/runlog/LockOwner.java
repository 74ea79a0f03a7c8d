package dev.steerage.runlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that a lock's file names: {@code process 17 on node3, begun 2025-01-31T08:00:00Z}.
 *
 * @param text the file's
 */
record LockOwner(String text) {
  private static final Pattern FORM =
      Pattern.compile("process (\\d{1,18})(?: on (.*))?, begun (\\S+)", Pattern.DOTALL);

  /** This process. */
  static LockOwner self() {
    String host = host();
    return new LockOwner(
        "process %d%s, begun %s"
            .formatted(
                ProcessHandle.current().pid(),
                host.isEmpty() ? "" : " on " + host,
                began(ProcessHandle.current()).orElseGet(() -> Instant.now().toString())));
  }

  private static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return ""; // a system that has no such file
    }
  }

  private static Optional<String> began(ProcessHandle process) {
    return process.info().startInstant().map(i -> i.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** Whether it names a process of another machine. */
  boolean isElsewhere() {
    Matcher form = FORM.matcher(text);
    return form.matches() && form.group(2) != null && !form.group(2).equals(host());
  }

  /** Whether it names a process of this machine that lives. */
  boolean isAliveHere() {
    Matcher form = FORM.matcher(text);
    return form.matches()
        && !isElsewhere()
        && ProcessHandle.of(Long.parseLong(form.group(1)))
            .filter(ProcessHandle::isAlive)
            .flatMap(LockOwner::began)
            .filter(began -> began.equals(form.group(3)))
            .isPresent();
  }
}
