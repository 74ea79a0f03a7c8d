package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --batch-tokens auto}, on the bundled model. */
class AutoBatchTest {
  private static final Pattern KEY = Pattern.compile("(?m)^batch-tokens: \"?(\\d+)\"?$");

  @TempDir private Path folder;

  private CommandRun evaluate(String size) throws IOException {
    return Demo.evaluate(
        folder.resolve("run"),
        Demo.MODEL,
        Demo.pairs(folder, "myopia", 4),
        "--batch-tokens",
        size,
        "--threads",
        "1");
  }

  private int batchTokens() throws IOException {
    Matcher key = KEY.matcher(Files.readString(folder.resolve("run/spec.yaml")));
    assertThat(key.find()).isTrue();
    return Integer.parseInt(key.group(1));
  }

  @Test
  void theSizeThatIsFoundStaysWithTheRun() throws IOException {
    CommandRun first = evaluate("auto").succeeded();
    int found = batchTokens();
    assertThat(first.err())
        .contains(
            "batches of "
                + found
                + " tokens, as --batch-tokens auto asks: steerage-demo-f16 decodes ");
    assertThat(found).isBetween(64, 512);

    CommandRun again = evaluate("auto").succeeded();
    assertThat(again.err()).doesNotContain("as --batch-tokens auto asks");
    assertThat(batchTokens()).isEqualTo(found);
  }

  @Test
  void aRunThatGoesOnKeepsTheSizeThatItHas() throws IOException {
    evaluate("48").succeeded();

    CommandRun again = evaluate("auto").succeeded();

    assertThat(again.err()).doesNotContain("as --batch-tokens auto asks");
    assertThat(batchTokens()).isEqualTo(48);
    evaluate("100").refused("48", "100");

    // what the run was begun with counts, not the copy of it that a user may have damaged
    Files.writeString(folder.resolve("run/spec.yaml"), "models: [");
    evaluate("auto").succeeded();
    assertThat(batchTokens()).isEqualTo(48);
  }

  @Test
  void aSpecMayAskForIt() throws IOException {
    Path spec = folder.resolve("auto.yaml");
    Files.writeString(
        spec,
        """
        models: [%s]
        behaviors: [%s]
        batch-tokens: auto
        threads: 1
        """
            .formatted(Path.of(Demo.MODEL).toAbsolutePath(), Demo.pairs(folder, "myopia", 4)));

    CommandRun run =
        CommandRun.of("evaluate", "--spec", spec.toString(), "--output", folder + "/run");

    assertThat(run.succeeded().err()).contains("as --batch-tokens auto asks");
    assertThat(batchTokens()).isPositive();
  }

  @Test
  void elsewhereItIsRefused() {
    List<List<String>> commands =
        List.of(
            List.of("doctor", "--batch-tokens", "auto"),
            List.of("evaluate", "--model", "m", "--behavior", "b", "--batch-tokens", "0"),
            List.of("evaluate", "--model", "m", "--behavior", "b", "--batch-tokens", "many"));
    for (List<String> command : commands) {
      CommandRun.of(command.toArray(String[]::new)).refused("batch-tokens", "give");
    }
  }
}
