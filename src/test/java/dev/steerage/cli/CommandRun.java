package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command line did. */
record CommandRun(int code, String out, String err) {

  static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new CommandRun(code, out.toString(), err.toString());
  }

  /** Checks that it did what was asked; a failure shows both streams. */
  CommandRun succeeded() {
    assertThat(code).as(toString()).isZero();
    return this;
  }

  /** Checks that it refused with one line that holds these words. */
  void refused(String... words) {
    assertThat(code).as(toString()).isEqualTo(2);
    assertThat(out).as(toString()).isEmpty();
    assertThat(err.lines()).as(toString()).hasSize(1);
    assertThat(err).startsWith("steerage: ").contains(words);
  }

  /** The same, where other lines may come before. */
  void refusedAfterProgress(String... words) {
    assertThat(code).as(toString()).isEqualTo(2);
    assertThat(out).as(toString()).isEmpty();
    assertThat(err.lines().reduce((a, b) -> b).orElse("")).startsWith("steerage: ").contains(words);
  }
}
