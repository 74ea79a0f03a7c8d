package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.InputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  @Test
  void helpListsTheCommandsAndExitCodes() {
    CommandRun run = CommandRun.of("--help").succeeded();
    assertThat(run.out())
        .contains("Usage: steerage", "metrics", "Exit codes:")
        .doesNotContain("%n");
    assertThat(run.err()).isEmpty();
    assertThat(CommandRun.of("metrics", "--help").succeeded().out())
        .contains("--baseline=FILE", "paper,", "repository, none", "table, csv, md, tex, json");
  }

  @Test
  void versionIsOneLine() {
    assertThat(CommandRun.of("--version").succeeded().out()).matches("steerage .*\\R");
    assertThat(CommandRun.of("metrics", "--version").succeeded().out()).startsWith("steerage ");
  }

  @Test
  void wrongUsageIsOneSentence() {
    CommandRun.of().refused("subcommand", "see steerage --help");
    CommandRun.of("metrcs").refused("metrcs", "see steerage --help");
    CommandRun.of("metrics").refused("--baseline", "--steered", "see steerage metrics --help");
    CommandRun.of("metrics", "--normalisation", "paper", "--baseline", "a", "--steered", "b")
        .refused("--normalisation", "did you mean --normalization?", "see steerage metrics --help");
    CommandRun.of("metrics", "--baseline", "a", "--steered", "b", "--format", "xls")
        .refused("--format", "'xls'");
  }

  private static CommandRun failing(Exception e) {
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new SteerageCommand());
    int code =
        new Failures(new PrintWriter(err, true))
            .handleExecutionException(e, line, line.parseArgs());
    return new CommandRun(code, "", err.toString());
  }

  @Test
  void failuresHaveTheirCodes() {
    failing(new InputException("f.json: line 2\nis odd")).refused("f.json: line 2 is odd");
    CommandRun io = failing(new UncheckedIOException(new NoSuchFileException("x")));
    assertThat(io.code()).isEqualTo(1);
    assertThat(io.err().lines()).hasSize(1);
    CommandRun bug = failing(new IllegalStateException("cannot be"));
    assertThat(bug.code()).isEqualTo(1);
    assertThat(bug.err()).contains("please report", "IllegalStateException: cannot be");
  }

  @Test
  void lostOutputIsAFailure() {
    StringWriter err = new StringWriter();
    PrintWriter closed = new PrintWriter(Writer.nullWriter());
    closed.close();
    assertThat(Main.run(closed, new PrintWriter(err, true), "--version")).isEqualTo(1);
    assertThat(err.toString()).contains("could not be written");
  }
}
