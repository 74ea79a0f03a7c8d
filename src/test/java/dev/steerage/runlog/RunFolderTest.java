package dev.steerage.runlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import dev.steerage.dataset.Pole;
import dev.steerage.runlog.RunFolder.Existing;
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
}
