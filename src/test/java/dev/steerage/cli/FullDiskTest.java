package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that take no more. A limit on the size of files stands for a full one, which needs rights
 * that a test does not have: for a program both are a write that fails.
 */
class FullDiskTest {
  /** 512 kB in the blocks of sh: more than any file but kept logits and the report page. */
  private static final List<String> LIMITED =
      List.of("sh", "-c", "ulimit -f 1024; exec \"$@\"", "sh");

  @TempDir private Path folder;

  private List<String> sweep(Path run, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(new TinySweep(folder).into(run));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private ChildRun limited(List<String> arguments) throws Exception {
    ChildRun child = ChildRun.start(folder.resolve("child.log"), LIMITED, arguments);
    assertThat(child.end()).as(child.said()).isEqualTo(1);
    List<String> lines = child.said().lines().toList();
    assertThat(lines.get(lines.size() - 1))
        .startsWith("steerage: reading or writing failed: ")
        .contains("cannot be written (File too large)")
        .endsWith("what is complete is kept, and the same command goes on from there");
    return child;
  }

  private static void assertSameResults(Path run, Path whole) throws IOException {
    for (String name : List.of("scores.csv", "metrics.csv")) {
      assertThat(Files.mismatch(run.resolve(name), whole.resolve(name))).as(name).isEqualTo(-1);
    }
  }

  @Test
  @Timeout(120)
  void aDiskThatIsFullInTheMiddleIsNamedAndLeavesNothingHalf() throws Exception {
    Path whole = folder.resolve("whole");
    CommandRun.of(sweep(whole).toArray(String[]::new)).succeeded();
    Path run = folder.resolve("run");
    ChildRun child = limited(sweep(run));
    assertThat(child.said()).contains(run + File.separator + "logits");
    try (var files = Files.walk(run)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
    CommandRun.of(sweep(run).toArray(String[]::new)).succeeded();
    assertSameResults(run, whole);
  }

  @Test
  @Timeout(120)
  void oneThatIsFullAtTheReportHasLostNoCell() throws Exception {
    Path run = folder.resolve("run");
    ChildRun child = limited(sweep(run, "--no-divergence"));
    assertThat(child.said()).contains("report.html");
    CommandRun again = CommandRun.of(sweep(run, "--no-divergence").toArray(String[]::new));
    assertThat(again.succeeded().err()).contains("all complete already");
    assertThat(run.resolve("report/report.html")).isNotEmptyFile();
  }

  @Test
  void aFolderThatCannotBeMadeIsRefusedBeforeAnythingIsDecoded() throws IOException {
    CommandRun.of(sweep(Path.of("/proc/run")).toArray(String[]::new))
        .refusedAfterProgress("/proc/run: cannot be made as a folder; name another with --output");
    Path file = Files.writeString(folder.resolve("file"), "mine");
    CommandRun.of(sweep(file).toArray(String[]::new)).refusedAfterProgress(file.toString());
    assertThat(file).hasContent("mine");
  }

  @Test
  void aRunFolderThatMayOnlyBeReadIsRefused() throws Exception {
    Path run = folder.resolve("run");
    CommandRun.of(sweep(run).toArray(String[]::new)).succeeded();
    Files.delete(run.resolve(".lock"));
    assertThat(run.toFile().setWritable(false)).isTrue();
    try {
      if (Files.isWritable(run)) {
        assertIsRefusedWhereMountedForReading(run);
        return;
      }
      CommandRun.of(sweep(run).toArray(String[]::new))
          .refusedAfterProgress(run + ": cannot be written into (permission denied)");
      CommandRun.of("report", run.toString())
          .refused(run + ": cannot be written into (permission denied)");
    } finally {
      run.toFile().setWritable(true);
    }
  }

  /** Root may write into every folder, but into no file system that is mounted for reading. */
  private void assertIsRefusedWhereMountedForReading(Path run) throws Exception {
    List<String> mounted =
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" || exit 77; exec \"$@\"",
            run.toString());
    for (List<String> command : List.of(sweep(run), List.of("report", run.toString()))) {
      ChildRun child = ChildRun.start(folder.resolve("child.log"), mounted, command);
      int code = child.end();
      assumeThat(code).as("a container without mounts: " + child.said()).isNotEqualTo(77);
      assertThat(code).as(child.said()).isEqualTo(2);
      assertThat(child.said().lines().reduce((a, b) -> b).orElse(""))
          .startsWith("steerage: " + run + ": cannot be written into (Read-only file system)");
    }
  }
}
