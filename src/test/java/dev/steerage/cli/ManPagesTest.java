package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class ManPagesTest {
  @TempDir private Path folder;

  /** Every command with its own page. */
  private static List<CommandSpec> commands(CommandSpec command) {
    List<CommandSpec> all = new ArrayList<>(List.of(command));
    ManPage.subcommands(command).forEach(subcommand -> all.addAll(commands(subcommand)));
    return all;
  }

  private static List<CommandSpec> commands() {
    return commands(new CommandLine(new SteerageCommand()).getCommandSpec());
  }

  private static Optional<String> program(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(path -> Path.of(path, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void everyCommandHasAPageWithAllOfItsOptions() throws IOException {
    ManPages.main(new String[] {folder.toString()});
    List<CommandSpec> commands = commands();
    assertThat(commands).hasSizeGreaterThan(12);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSameSizeAs(commands);
    }
    for (CommandSpec command : commands) {
      String page = Files.readString(folder.resolve(command.qualifiedName("-") + ".1"));
      String name = command.qualifiedName("-").replace("-", "\\-");
      assertThat(page)
          .startsWith(".TH \"" + name + "\" 1 \"\" \"steerage ")
          .contains(
              "\n.SH NAME\n" + name + " \\- ",
              "\n.SH SYNOPSIS\n" + command.qualifiedName(" ").replace("-", "\\-"))
          .containsSubsequence(".SH DESCRIPTION\n", ".SH OPTIONS\n", ".SH \"SEE ALSO\"\n")
          .doesNotContain("${", "%n", "%%");
      assertThat(page.chars()).allMatch(c -> c < 128);
      for (OptionSpec option : command.options()) {
        assertThat(page).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
      }
    }
  }

  @Test
  void textIsNeverARequest() {
    assertThat(ManPage.escape(".so x\n'y\\z -Δ \"q\""))
        .isEqualTo("\\&.so x\n\\(aqy\\ez \\-\\[u0394] \"q\"");
  }

  @Test
  void groffHasNothingToSayAgainstThem() throws IOException {
    Optional<String> groff = program("groff");
    assumeTrue(groff.isPresent(), "needs groff");
    ManPages.main(new String[] {folder.toString()});
    for (CommandSpec command : commands()) {
      String page = folder.resolve(command.qualifiedName("-") + ".1").toString();
      assertThat(run(groff.get(), "-man", "-ww", "-z", "-Tutf8", page)).as(page).isEmpty();
    }
    String text =
        run(
            groff.get(),
            "-man",
            "-Tutf8",
            "-P-cbou",
            folder.resolve("steerage-metrics.1").toString());
    assertThat(text).contains("--baseline=FILE", "table, csv, md, tex, json", "steerage-report(1)");
  }

  @Test
  void mandocFindsNoFault() throws IOException {
    Optional<String> mandoc = program("mandoc");
    assumeTrue(mandoc.isPresent(), "needs mandoc");
    ManPages.main(new String[] {folder.toString()});
    for (CommandSpec command : commands()) {
      String page = folder.resolve(command.qualifiedName("-") + ".1").toString();
      assertThat(run(mandoc.get(), "-Tlint", "-Wwarning", page).lines())
          .as(page)
          .allMatch(line -> line.contains("missing date"));
    }
  }
}
