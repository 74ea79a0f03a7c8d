package dev.steerage.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Most memory that this process had in use, as Linux counts it (proc(5)). */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final long KIB = 1024;

  private PeakMemory() {}

  /** Begins anew with what is in use now, where the system lets it. */
  static void reset() {
    try {
      Files.writeString(RESET, "5");
    } catch (IOException e) {
      // the peak then is that of the whole process
    }
  }

  /** Bytes, mapped weights among them; empty where the system does not say. */
  static OptionalLong bytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        Matcher peak = PEAK.matcher(line);
        if (peak.matches()) {
          return OptionalLong.of(Long.parseLong(peak.group(1)) * KIB);
        }
      }
    } catch (IOException e) {
      // no Linux
    }
    return OptionalLong.empty();
  }
}
