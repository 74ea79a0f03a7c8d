package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose numbers cannot be right end there, with the sentence that says which. */
class ImpossibleNumbersTest {
  @TempDir private Path folder;

  private static void stopped(CommandRun run, String... words) {
    assertThat(run.code()).as(run.toString()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().reduce((a, b) -> b).orElse(""))
        .startsWith("steerage: model ")
        .contains(words);
  }

  @Test
  void aWeightThatIsNoNumberIsFoundInTheLogits() throws IOException {
    Path run = folder.resolve("run");
    new TinySweep(folder).into(run);
    try (FileChannel weights =
        FileChannel.open(folder.resolve("other.gguf"), StandardOpenOption.WRITE)) {
      ByteBuffer number = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      weights.write(number.putFloat(Float.NaN).flip(), weights.size() - Float.BYTES);
    }
    CommandRun sweep = new TinySweep(folder).run(run);
    assertThat(sweep.code()).as(sweep.toString()).isEqualTo(2);
    assertThat(sweep.out()).isEmpty();
    assertThat(sweep.err().lines().reduce((a, b) -> b).orElse(""))
        .startsWith("steerage: ")
        .contains("other.gguf: the logits behind token ", "not finite", "weights are damaged");
    assertThat(TinySweep.cells(run))
        .noneMatch(file -> file.startsWith(run.resolve("tokens/other")));
    assertThat(run.resolve("scores.csv")).doesNotExist();
  }

  @Test
  void aBaselineThatDiffersInAnotherPassIsFound() throws IOException {
    Path run = folder.resolve("run");
    new TinySweep(folder).run(run).succeeded();
    Path cells = run.resolve("tokens/tiny/myopia");
    Path baseline = cells.resolve("baseline.csv");
    List<String> lines = Files.readAllLines(baseline);
    lines.set(3, lines.get(3).replaceFirst(",(-[0-9.]+),,,", ",-0.125,,,"));
    Files.write(baseline, lines);
    // such as come from elsewhere
    Files.delete(cells.resolve("baseline.csv.sha256"));
    Files.delete(cells.resolve("v-residual-layer1-coefficient0.4.csv"));
    stopped(
        new TinySweep(folder).run(run),
        "model tiny, behavior myopia, condition baseline: these numbers cannot be right",
        "the logprob of token ",
        "is -0.125000 in one pass");
    assertThat(cells.resolve("v-residual-layer1-coefficient0.4.csv")).doesNotExist();
  }

  @Test
  void aScoreThatIsNoNumberIsNoScore() throws IOException {
    Path run = MadeRun.usual(1).write(folder.resolve("made"));
    Path scores = run.resolve("scores.csv");
    List<String> lines = Files.readAllLines(scores);
    lines.set(4, lines.get(4).replaceFirst(",2,[-0-9.E]+,", ",2,NaN,"));
    Files.write(scores, lines);
    CommandRun.of("report", run.toString()).refused(scores + ": row 4 is no score of a run");
  }
}
