package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own, which says which classes it loads. */
class ReportWithoutNativeTest {
  @TempDir private Path folder;

  @Test
  void reportsNeedNeitherTheNativeLibraryNorItsBinding() throws Exception {
    Path a = MadeRun.usual(1).write(folder.resolve("a"));
    Path b = MadeRun.usual(2).write(folder.resolve("b"));
    Path log = folder.resolve("classes.log");
    Process report = start(log, "report", a.toString(), b.toString());
    String said = new String(report.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(report.waitFor()).as(said).isZero();
    assertThat(said).contains("do the runs agree?");
    List<String> loaded = Files.readAllLines(log);
    assertThat(loaded).anyMatch(line -> line.contains("dev.steerage.cli.JointReport"));
    assertThat(loaded)
        .noneMatch(line -> line.contains("dev.steerage.llama.binding"))
        .noneMatch(line -> line.contains("dev.steerage.llama.LlamaLibrary"))
        .noneMatch(line -> line.contains("org.bytedeco."));
  }

  private static Process start(Path log, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.steerage.cli.Main"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
