package dev.steerage.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BehaviorWriterTest {
  private static final List<ContrastPair> PAIRS =
      List.of(
          new ContrastPair("000", null, "a \"b\" [/INST] \\", " yes 🙂\n", "no\t"),
          new ContrastPair("001", null, " c ", "[INST] ja", "<<SYS>>\nx\n<</SYS>>\n\n"));

  @TempDir private Path folder;

  private Behavior read(String name, StringWriter text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text.toString(), StandardCharsets.UTF_8);
    return BehaviorReader.read(file, HalfOrder.POSITIVE_FIRST);
  }

  @Test
  void linesComeBackAsTheyWere() throws IOException {
    ContrastPair withSystem = new ContrastPair("x", "be brief", "a", "b [/INST]", "c");
    StringWriter out = new StringWriter();
    BehaviorWriter.writeLines(List.of(PAIRS.get(0), PAIRS.get(1), withSystem), out);
    assertThat(out.toString().lines()).hasSize(3);
    Behavior behavior = read("a.jsonl", out);
    assertThat(behavior.layout()).isEqualTo(Behavior.Layout.PAIRS);
    assertThat(behavior.pairs()).containsExactly(PAIRS.get(0), PAIRS.get(1), withSystem);
  }

  @Test
  void thePapersLayoutComesBackAsItWas() throws IOException {
    StringWriter out = new StringWriter();
    BehaviorWriter.writePaper(PAIRS, out);
    Behavior behavior = read("a.json", out);
    assertThat(behavior.layout()).isEqualTo(Behavior.Layout.PAPER);
    assertThat(behavior.pairs()).isEqualTo(PAIRS);
    assertThat(PAIRS).allMatch(BehaviorWriter::fitsPaper);
  }

  @Test
  void whatThePapersLayoutCannotHoldIsKnown() {
    assertThat(BehaviorWriter.fitsPaper(new ContrastPair("0", null, "a", "x [/INST] y", "z")))
        .isFalse();
    assertThat(BehaviorWriter.fitsPaper(new ContrastPair("0", null, "a", "x", "[/INST]")))
        .isFalse();
    String prompt = "<<SYS>>\nx\n<</SYS>>\n\na";
    assertThat(BehaviorWriter.fitsPaper(new ContrastPair("0", null, prompt, "x", "y"))).isFalse();
  }
}
