package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that are told to stop, and two processes on one folder. */
class StoppedRunTest {
  @TempDir private Path folder;

  private static Map<Path, Object> times(Path run) throws IOException {
    Map<Path, Object> times = new TreeMap<>();
    for (Path file : TinySweep.cells(run)) {
      times.put(file, Files.getLastModifiedTime(file));
    }
    return times;
  }

  private ChildRun startAndWaitForCells(Path run) throws Exception {
    ChildRun child = ChildRun.start(folder.resolve("child.log"), new TinySweep(folder).into(run));
    while (child.process().isAlive() && TinySweep.cells(run).size() < 2) {
      Thread.sleep(2);
    }
    return child;
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  @Timeout(120)
  void aSignalEndsItBetweenTwoBatchesAndSaysHowToGoOn(String signal, int code) throws Exception {
    Path run = folder.resolve("run");
    ChildRun child = startAndWaitForCells(run);
    child.signal(signal);
    assertThat(child.end()).as(child.said()).isEqualTo(code);
    assertThat(child.said())
        .contains(
            "steerage: stopped; what is complete is in %s, and the same command goes on from there"
                .formatted(run))
        .doesNotContain("Exception");
    Map<Path, Object> complete = times(run);
    assertThat(complete).isNotEmpty();
    assertThat(run.resolve("scores.csv")).doesNotExist();
    // what it had in hand it has put away, its lock too
    try (var files = Files.walk(run)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }

    CommandRun last = new TinySweep(folder).run(run).succeeded();
    assertThat(last.err()).doesNotContain("did not come to its end");
    assertThat(times(run)).containsAllEntriesOf(complete);
    Path whole = folder.resolve("whole");
    new TinySweep(folder).run(whole).succeeded();
    for (String name : List.of("scores.csv", "metrics.csv", "comparison.csv")) {
      assertThat(Files.mismatch(whole.resolve(name), run.resolve(name))).as(name).isEqualTo(-1);
    }
  }

  @Test
  @Timeout(120)
  void aSecondProcessOnTheFolderIsRefusedAndLeavesItAlone() throws Exception {
    Path run = folder.resolve("run");
    ChildRun child = startAndWaitForCells(run);
    try {
      child.signal("STOP");
      Map<Path, Object> before = times(run);
      String[] same = new TinySweep(folder).into(run).toArray(String[]::new);
      CommandRun.of(same)
          .refusedAfterProgress(run + ": is in use by process " + child.process().pid());
      String[] anew = new TinySweep(folder).into(run).toArray(String[]::new);
      anew[anew.length - 1] = "--force";
      CommandRun.of(anew)
          .refusedAfterProgress(run + ": is in use by process " + child.process().pid());
      assertThat(times(run)).isEqualTo(before);
      assertThat(folder.resolve("run-before-1")).doesNotExist();
    } finally {
      child.process().destroyForcibly();
    }
    child.end();
    // its lock is there as it was, and no one holds it
    assertThat(run.resolve(".lock")).content().contains("process " + child.process().pid());
    CommandRun last = new TinySweep(folder).run(run).succeeded();
    assertThat(last.err())
        .contains(
            "was left by process %d".formatted(child.process().pid()), "did not come to its end");
    assertThat(run.resolve(".lock")).isEmptyFile();
  }
}
