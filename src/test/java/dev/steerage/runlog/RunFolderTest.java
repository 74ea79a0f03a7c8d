package dev.steerage.runlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import dev.steerage.runlog.RunFolder.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final Map<String, String> INPUTS = Map.of("model m", "00");

  @TempDir private Path folder;

  private RunFolder open(String spec, Existing existing) {
    return RunFolder.open(folder.resolve("run"), spec, INPUTS, existing);
  }

  @Test
  void aRunOfSomethingElseIsRefusedHoweverFarItIs() {
    open("threads: 2", Existing.RESUME);
    assertThatThrownBy(() -> open("threads: 16", Existing.RESUME))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("spec.yaml line 1 has 'threads: 2', asked is 'threads: 16'");
  }

  @Test
  void aRunWithoutCellsIsBegunAnewWhereThatIsAsked() {
    open("threads: 2", Existing.RESUME).noteProvenance("seconds", 3);
    RunFolder anew = open("threads: 16", Existing.RESUME_CELLS);
    assertThat(folder.resolve("run/spec.yaml")).hasContent("threads: 16");
    assertThat(anew.readProvenance().has("seconds")).isFalse();
    Condition baseline = Condition.baseline("m", "b");
    anew.writeTokens(baseline, 0, List.of(new TokenRow("p", Pole.POSITIVE, 1, 1, "a", -1)));
    assertThat(open("threads: 16", Existing.RESUME_CELLS).holds(baseline, 0)).isTrue();
    assertThatThrownBy(() -> open("threads: 2", Existing.RESUME_CELLS))
        .isInstanceOf(InputException.class);
  }

  @Test
  void whatAProcessLeftThatWasKilledBeforeItsSpecIsBegunAnew() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(run.resolve(".lock"), "process 1, begun long ago");
    Files.writeString(run.resolve("provenance.json"), "{");
    Files.writeString(run.resolve("spec.yaml.part"), "thre");
    try (RunFolder anew = open("threads: 2", Existing.RESUME)) {
      assertThat(anew.notes())
          .containsExactly(
              run + ": was left by process 1, begun long ago, which did not come to its end");
    }
    assertThat(run.resolve("spec.yaml")).hasContent("threads: 2");
    assertThat(run.resolve(".lock")).isEmptyFile();
    open("threads: 2", Existing.RESUME).close();
  }

  @Test
  void aFolderWithoutSettingsIsComparedWithItsSpec() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.writeString(run.resolve("provenance.json"), "{\"inputs\": {\"model m\": \"00\"}}");
    Files.writeString(run.resolve("spec.yaml"), "threads: 2\n");
    open("threads: 2\n", Existing.RESUME).close();
    assertThatThrownBy(() -> open("threads: 3\n", Existing.RESUME))
        .hasMessageContaining("'threads: 2', asked is 'threads: 3'");
  }

  @Test
  void theSpecThatCountsIsTheOneThatItBeganWith() throws IOException {
    open("threads: 2\nseed: 1\n", Existing.RESUME).close();
    Path spec = folder.resolve("run/spec.yaml");
    Files.writeString(spec, "threads: 3\nseed: 1\n");
    assertThatThrownBy(() -> open("threads: 3\nseed: 1\n", Existing.RESUME))
        .hasMessageContaining("spec.yaml line 1 has 'threads: 2', asked is 'threads: 3'");
    open("threads: 2\nseed: 1\n", Existing.RESUME).close();
    assertThat(spec).content().isEqualTo("threads: 2\nseed: 1\n");
  }

  @Test
  void halfAFileIsTakenAwayAndACellWithoutASealGetsOne() throws IOException {
    Condition baseline = Condition.baseline("m", "b");
    Path cells = folder.resolve("run/tokens/m/b");
    try (RunFolder run = open("threads: 2", Existing.RESUME)) {
      run.writeTokens(baseline, 0, List.of(new TokenRow("p", Pole.POSITIVE, 1, 1, "a", -1)));
    }
    Files.delete(cells.resolve("baseline.csv.sha256"));
    Files.writeString(cells.resolve("v.csv.part"), "pair,po");
    try (RunFolder run = open("threads: 2", Existing.RESUME)) {
      assertThat(run.holds(baseline, 0)).isTrue();
    }
    assertThat(cells.resolve("baseline.csv.sha256")).exists();
    assertThat(cells.resolve("v.csv.part")).doesNotExist();
    Files.writeString(cells.resolve("baseline.csv"), "pair,pole\n");
    try (RunFolder run = open("threads: 2", Existing.RESUME)) {
      assertThat(run.holds(baseline, 0)).isFalse();
      assertThat(run.notes())
          .containsExactly(
              cells.resolve("baseline.csv")
                  + ": is not as it was written (its SHA-256 differs from the one beside it), so it is made again");
    }
  }

  @Test
  void oneProcessMayOpenItTwiceAndHoldsItUntilBothAreClosed() throws IOException {
    Path lock = folder.resolve("run/.lock");
    try (RunFolder one = open("threads: 2", Existing.RESUME)) {
      try (RunFolder two = open("threads: 2", Existing.RESUME)) {
        assertThat(two.folder()).isEqualTo(one.folder());
      }
      assertThat(lock).content().startsWith("process " + ProcessHandle.current().pid());
    }
    assertThat(lock).isEmptyFile();
  }
}
