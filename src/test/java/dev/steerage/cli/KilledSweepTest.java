package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sweep in processes that are killed at any moment, against one that is not. */
class KilledSweepTest {
  private static final int KILLS = 20;
  private static final int KILLED = 128 + 9;
  private static final int MOST_MILLIS = 40;

  /** What comes after the cells, in this order. */
  private static final List<String> LAST = List.of("scores.csv", "metrics.csv", "comparison.csv");

  @TempDir private Path folder;

  /** A file that is written again has another inode or time, even with the same bytes. */
  private record State(String bytes, Object time, String inode) {
    static State of(Path file) {
      try {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
        return new State(
            Files.readString(file), facts.lastModifiedTime(), String.valueOf(facts.fileKey()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Map<Path, State> states(Path run) throws IOException {
    return TinySweep.cells(run).stream().collect(Collectors.toMap(file -> file, State::of));
  }

  /** How far a run is: files of cells, then those that come after. */
  private static int progress(Path run) throws IOException {
    long after = LAST.stream().filter(name -> Files.exists(run.resolve(name))).count();
    return TinySweep.cells(run).size() + (int) after;
  }

  /** A moment: so much is done, and so much later. */
  private record Moment(int progress, int millis) {}

  /** Different ones, from before the first cell to the report. */
  private static List<Moment> moments() {
    Random random = new Random(5);
    List<Integer> all =
        new ArrayList<>(IntStream.range(0, 2 * TinySweep.CELLS + LAST.size()).boxed().toList());
    Collections.shuffle(all, random);
    return all.stream()
        .limit(KILLS)
        .map(progress -> new Moment(progress, random.nextInt(MOST_MILLIS)))
        .toList();
  }

  private void killAt(Moment moment, Path run) throws Exception {
    ChildRun child = ChildRun.start(folder.resolve("child.log"), new TinySweep(folder).into(run));
    try {
      // before there is a lock, there is nothing that could be half
      while (child.process().isAlive()
          && (!Files.exists(run.resolve(".lock")) || progress(run) < moment.progress())) {
        Thread.sleep(2);
      }
      Thread.sleep(moment.millis());
    } finally {
      child.process().destroyForcibly();
    }
    assertThat(child.end()).as("%s: %s", moment, child.said()).isEqualTo(KILLED);
  }

  @Test
  @Timeout(600)
  void itGoesOnWhereItWasAndEndsAsIfNothingHadBeen() throws Exception {
    Path whole = folder.resolve("whole");
    new TinySweep(folder).run(whole).succeeded();
    List<Path> files = results(whole);
    assertThat(TinySweep.cells(whole)).hasSize(2 * TinySweep.CELLS);
    assertThat(Files.readString(whole.resolve("metrics.csv")))
        .contains("reference_kl_mean", "neutral_perplexity_ratio");

    List<Moment> moments = moments();
    assertThat(moments).doesNotHaveDuplicates().hasSize(KILLS);
    for (Moment moment : moments) {
      Path broken = folder.resolve("broken-at-" + moment.progress());
      killAt(moment, broken);
      Map<Path, State> complete = states(broken);
      CommandRun last = new TinySweep(folder).run(broken).succeeded();
      assertThat(last.err()).contains("did not come to its end");
      assertThat(states(broken)).as(moment.toString()).containsAllEntriesOf(complete);
      assertThat(results(broken)).as(moment.toString()).isEqualTo(files);
      for (Path file : files) {
        assertThat(Files.mismatch(whole.resolve(file), broken.resolve(file)))
            .as("%s: %s", moment, file)
            .isEqualTo(-1);
      }
      assertThat(broken.resolve("logits")).doesNotExist();
    }
  }

  /** What was computed, relative to the run: nothing half is among it. */
  private static List<Path> results(Path run) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String part : List.of("tokens", "neutral", "pairs")) {
      try (Stream<Path> found = Files.walk(run.resolve(part))) {
        found.filter(Files::isRegularFile).map(run::relativize).forEach(files::add);
      }
    }
    LAST.forEach(name -> files.add(Path.of(name)));
    return files.stream().sorted().toList();
  }
}
