package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a run folder that are cut off or changed by hand. */
class DamagedRunTest {
  private static final Path CELL = Path.of("tokens/tiny/myopia/baseline.csv");
  private static final Path OTHER =
      Path.of("tokens/other/myopia/v-residual-layer1-coefficient0.4.csv");
  private static final Path NEUTRAL =
      Path.of("neutral/tiny/myopia/v-residual-layer2-coefficient0.4.csv");

  @TempDir private Path folder;
  private Path run;
  private Path copy;

  @BeforeEach
  void runOnce() throws IOException {
    run = folder.resolve("run");
    copy = folder.resolve("copy");
    new TinySweep(folder).run(run).succeeded();
    for (Path part : List.of(CELL, OTHER, NEUTRAL)) {
      Files.createDirectories(copy.resolve(part).getParent());
      Files.copy(run.resolve(part), copy.resolve(part));
    }
    for (String name : List.of("scores.csv", "metrics.csv", "spec.yaml")) {
      Files.copy(run.resolve(name), copy.resolve(name));
    }
  }

  /** Cuts it off behind its last whole line but one, so that it still reads. */
  private void cutOff(Path name) throws IOException {
    List<String> lines = Files.readAllLines(run.resolve(name));
    Files.write(run.resolve(name), lines.subList(0, lines.size() - 2));
  }

  private void assertAsBefore(String name) throws IOException {
    assertThat(Files.mismatch(run.resolve(name), copy.resolve(name))).as(name).isEqualTo(-1);
  }

  @Test
  void whatIsCutOffOrChangedIsNamedAndComputedAgain() throws IOException {
    cutOff(CELL);
    cutOff(NEUTRAL);
    cutOff(Path.of("scores.csv"));
    cutOff(Path.of("spec.yaml"));
    String tokens = Files.readString(run.resolve(OTHER));
    Files.writeString(run.resolve(OTHER), tokens.replaceFirst("-([0-9])\\.", "-1$1."));
    assertThat(run.resolve(OTHER)).content().isNotEqualTo(tokens);

    CommandRun again = new TinySweep(folder).run(run).succeeded();
    for (Path damaged : List.of(CELL, OTHER, NEUTRAL)) {
      assertThat(again.err())
          .contains(run.resolve(damaged) + ": is not as it was written (its SHA-256 differs");
      assertAsBefore(damaged.toString());
    }
    assertThat(again.err()).contains("2 to compute");
    assertAsBefore("scores.csv");
    assertAsBefore("metrics.csv");
    assertAsBefore("spec.yaml");
    assertThat(new TinySweep(folder).run(run).succeeded().err())
        .contains("all complete already")
        .doesNotContain("not as it was written");
  }

  @Test
  void aReportOfThemIsRefused() throws IOException {
    for (Path name : List.of(Path.of("scores.csv"), NEUTRAL, CELL)) {
      byte[] whole = Files.readAllBytes(run.resolve(name));
      cutOff(name);
      CommandRun.of("report", run.toString())
          .refused(
              run.resolve(name) + ": is not as it was written",
              "SHA-256",
              "give the run's evaluate command again");
      Files.write(run.resolve(name), whole);
    }
  }

  @Test
  void withoutItsProvenanceNobodyKnowsWhatARunIsOf() throws IOException {
    try (FileChannel file =
        FileChannel.open(run.resolve("provenance.json"), StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }
    new TinySweep(folder)
        .run(run)
        .refusedAfterProgress(run.resolve("provenance.json") + ": is damaged", "--force");
  }

  @Test
  void theSealsAreWhatShaSumReads() throws Exception {
    Process check =
        new ProcessBuilder("sha256sum", "--check", "--strict", "baseline.csv.sha256")
            .directory(run.resolve(CELL).getParent().toFile())
            .start();
    assertThat(check.waitFor()).isZero();
  }

  @Test
  void cellsOfAnotherFolderComeWithTheirSealsOrWithout() throws IOException {
    Path merged = folder.resolve("merged");
    new TinySweep(folder).run(merged).succeeded();
    Path cell = merged.resolve(CELL);
    Files.delete(cell);
    Files.delete(cell.resolveSibling("baseline.csv.sha256"));
    Files.copy(copy.resolve(CELL), cell);
    CommandRun again = new TinySweep(folder).run(merged).succeeded();
    assertThat(again.err()).contains("all complete already").doesNotContain("SHA-256");
    assertThat(cell.resolveSibling("baseline.csv.sha256")).exists();
  }
}
