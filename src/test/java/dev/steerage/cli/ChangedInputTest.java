package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is given again with something else. */
class ChangedInputTest {
  @TempDir private Path folder;
  private Path run;
  private String scores;

  @BeforeEach
  void runOnce() throws IOException {
    run = folder.resolve("run");
    new TinySweep(folder).run(run).succeeded();
    scores = Files.readString(run.resolve("scores.csv"));
  }

  private CommandRun with(String option, String value) throws IOException {
    List<String> arguments = new ArrayList<>(new TinySweep(folder).into(run));
    arguments.removeIf(argument -> argument.startsWith(option + "="));
    arguments.add(value.isEmpty() ? option : option + "=" + value);
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  /** The last of a file's bytes, a weight or a value of a vector, gets another bit. */
  private void change(String name) throws IOException {
    try (FileChannel file =
        FileChannel.open(folder.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      file.read(last, file.size() - 1);
      last.put(0, (byte) (last.get(0) ^ 1)).flip();
      file.write(last, file.size() - 1);
    }
  }

  private void assertRefused(String difference) throws IOException {
    assertRefused(new TinySweep(folder).run(run), difference);
  }

  private void assertRefused(CommandRun again, String difference) throws IOException {
    again.refusedAfterProgress(
        run + ": holds a run of something else (" + difference, "--output", "--force");
    assertThat(run.resolve("scores.csv")).hasContent(scores);
    assertThat(folder.resolve("run-before-1")).doesNotExist();
  }

  @Test
  void otherBytesOfAnInputAreNoticed() throws IOException {
    change("v.gguf");
    assertRefused("vector v-residual has changed since: its SHA-256 was ");
    change("v.gguf");
    change("other.gguf");
    assertRefused("model other has changed since: its SHA-256 was ");
    change("other.gguf");
    Path pairs = folder.resolve("myopia.jsonl");
    String text = Files.readString(pairs);
    Files.writeString(pairs, text + "\n");
    assertRefused("behavior myopia has changed since: its SHA-256 was ");
    Files.writeString(pairs, text);
    assertThat(new TinySweep(folder).run(run).succeeded().err()).contains("all complete already");
  }

  @Test
  void otherSettingsAreNoticed() throws IOException {
    assertRefused(with("--threads", "2"), "spec.yaml line ");
    with("--threads", "2").refusedAfterProgress("'threads: 1', asked is 'threads: 2'");
    assertRefused(with("--coefficient", "-0.4,0.5"), "spec.yaml line ");
    assertRefused(with("--neutral-chunks", "1"), "spec.yaml line ");
  }

  @Test
  void anEditedSpecInTheFolderIsNoWayRoundIt() throws IOException {
    Path spec = run.resolve("spec.yaml");
    String edited = Files.readString(spec).replace("batch-tokens: 512", "batch-tokens: 256");
    Files.writeString(spec, edited);
    CommandRun again = CommandRun.of("evaluate", "--spec", spec.toString());
    assertRefused(again, "spec.yaml line ");
    again.refusedAfterProgress("'batch-tokens: 512', asked is 'batch-tokens: 256'");
  }

  @Test
  void forceKeepsTheOldRunUnderAnotherName() throws IOException {
    change("v.gguf");
    with("--force", "").succeeded();
    assertThat(folder.resolve("run-before-1/scores.csv")).hasContent(scores);
    assertThat(folder.resolve("run-before-1/tokens/tiny/myopia/baseline.csv")).exists();
    with("--force", "").succeeded();
    assertThat(folder.resolve("run-before-2/scores.csv")).exists();
  }
}
