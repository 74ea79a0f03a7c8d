package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steerage.tiny.SmallestModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The most memory of an evaluation with its report, in a process of its own, by pairs. */
class MemoryTest {
  private static final int FEW = 1_000;
  private static final int MANY = 11_000;

  /**
   * 10,000 pairs more may need so many MB more. What they need by design is under 3 (texts, and a
   * few doubles for each condition); the rest is what the JVM itself varies by between runs. Kept
   * as objects, their tokens and scores need over 40.
   */
  private static final int MOST_MORE = 20;

  private static final Path STATUS = Path.of("/proc", "self", "status");
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");
  private static final long KIB = 1024;
  private static final long MEGA = 1_000_000;

  @TempDir private Path folder;

  /** Runs to the end and says the most megabytes in use. */
  private long peak(int pairs) throws Exception {
    Path behavior = folder.resolve("pairs-" + pairs + ".jsonl");
    SmallestModel.writePairs(behavior, pairs);
    Path log = folder.resolve(pairs + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // without the second compiler, whose own memory is what varies most
    command.addAll(List.of("@scripts/jvm.options", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(
        List.of(
            "evaluate",
            "--model=" + folder.resolve("model.gguf"),
            "--behavior=" + behavior,
            "--vector=" + folder.resolve("vector.gguf"),
            "--layer=1",
            "--coefficient=1",
            "--chat-format=none",
            "--threads=1",
            "--output=" + folder.resolve("run-" + pairs)));
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    long most = 0;
    try {
      while (child.isAlive()) {
        most = Math.max(most, peak(Path.of("/proc", String.valueOf(child.pid()), "status")));
        Thread.sleep(20);
      }
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor()).as(() -> log + " of the evaluation").isZero();
    assertThat(Files.readString(folder.resolve("run-" + pairs).resolve("metrics.csv")))
        .contains("delta_propensity", "kl_mean");
    return most / MEGA;
  }

  private static long peak(Path status) {
    try {
      Matcher peak = PEAK.matcher(Files.readString(status));
      return peak.find() ? Long.parseLong(peak.group(1)) * KIB : 0; // none of one that has ended
    } catch (IOException e) {
      return 0; // it ended meanwhile
    }
  }

  @Test
  @Timeout(600)
  void memoryDoesNotGrowWithTheNumberOfPairs() throws Exception {
    assumeTrue(Files.isReadable(STATUS), "only Linux says how much memory a process has");
    SmallestModel.write(folder.resolve("model.gguf"));
    SmallestModel.writeVector(folder.resolve("vector.gguf"));
    long few = peak(FEW);
    long many = peak(MANY);
    assertThat(many - few)
        .as("%d MB with %d pairs, %d MB with %d", few, FEW, many, MANY)
        .isLessThan(MOST_MORE);
  }
}
