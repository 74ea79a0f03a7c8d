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
  private static final int WARM_UP = 40;
  private static final int CYCLES = WARM_UP + 200;

  /**
   * Java's own part, whose heap is fixed and touched: compiled code and the allocator's spare
   * blocks. One vocabulary, context or set of rows left behind each time would be 20 times that.
   */
  private static final long ALLOWED = 12L << 20;

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void twoHundredCyclesNeedNoMoreMemoryThanTheFirst() throws Exception {
    Path model = TinyModel.of(DemoModel.FILE).write(folder.resolve("tiny.gguf"));
    Path output = folder.resolve("output");
    Process process =
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
            .redirectOutput(output.toFile())
            .start();
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
