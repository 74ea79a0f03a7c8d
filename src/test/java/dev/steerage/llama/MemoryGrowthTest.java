package dev.steerage.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.tiny.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that loads, evaluates and frees over and over does not grow. */
class MemoryGrowthTest {
  private static final int WARM_UP = 20;
  private static final int CYCLES = WARM_UP + 200;

  /**
   * For Java's own part, whose heap is fixed and touched: compiled code, and what the allocator
   * keeps. A row of 32,000 logits left behind each time, for example, would be 24 MiB.
   */
  private static final long ALLOWED = 8L << 20;

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void twoHundredCyclesNeedNoMoreMemoryThanTheFirst() throws Exception {
    Path model = TinyModel.of(DemoModel.FILE).write(folder.resolve("tiny.gguf"));
    Path output = folder.resolve("output");
    ProcessBuilder java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms48m",
                "-Xmx48m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                LoadAndFree.class.getName(),
                model.toString(),
                String.valueOf(CYCLES),
                String.valueOf(WARM_UP))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // glibc's pools for threads fill one by one, which looks like growth
    java.environment().put("MALLOC_ARENA_MAX", "1");
    // what is large goes back to the system when it is freed, not into gaps that others keep open
    java.environment().put("MALLOC_MMAP_THRESHOLD_", "65536");
    Process process = java.start();
    try {
      assertThat(process.waitFor(280, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    List<String> lines = Files.readAllLines(output);
    assertThat(process.exitValue()).as(() -> String.join("\n", lines)).isZero();
    assertThat(lines).hasSize(2);
    long first = Long.parseLong(lines.get(0));
    long last = Long.parseLong(lines.get(1));
    assertThat(last - first).isLessThan(ALLOWED);
  }
}
