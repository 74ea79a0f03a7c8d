package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompletionCommandTest {
  @TempDir private Path folder;

  /** What bash offers for the last of these words, in the script's own order. */
  private List<String> offered(String... words) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash");
    Path script = folder.resolve("steerage");
    Files.writeString(script, CommandRun.of("completion", "bash").succeeded().out());
    String bash =
        "set -e; bash -n '%s'; . '%s'; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); set +e;"
            + " _complete_steerage 2>/dev/null; printf '%%s\\n' \"${COMPREPLY[@]}\"";
    String[] command = new String[4 + words.length];
    command[0] = "/bin/bash";
    command[1] = "-c";
    command[2] = bash.formatted(script, script);
    command[3] = "bash";
    System.arraycopy(words, 0, command, 4, words.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.lines().toList();
  }

  @Test
  void bashOffersEveryCommand() throws IOException {
    List<String> commands =
        List.copyOf(new CommandLine(new SteerageCommand()).getSubcommands().keySet());
    assertThat(commands).contains("evaluate", "completion");
    assertThat(offered("steerage", "")).containsExactlyInAnyOrderElementsOf(commands);
    assertThat(offered("steerage", "vector", ""))
        .containsExactlyInAnyOrder("show", "convert", "combine");
  }

  @Test
  void bashOffersOptionsAndTheirValues() throws IOException {
    assertThat(offered("steerage", "evaluate", "--gpu")).containsExactly("--gpu-layers");
    assertThat(offered("steerage", "metrics", "--format", ""))
        .containsExactly("table", "csv", "md", "tex", "json");
    assertThat(offered("scripts/steerage", "completion", "")).containsExactly("bash", "zsh");
  }

  @Test
  void helpSaysHowToInstall() {
    assertThat(CommandRun.of("completion", "--help").succeeded().out())
        .contains("bash, zsh", "~/.zshrc", "source <(steerage completion bash)");
    CommandRun.of("completion", "fish").refused("'fish'", "BASH, ZSH");
    assertThat(CommandRun.of("completion", "zsh").succeeded().out())
        .startsWith("# Completion of steerage's command lines in zsh")
        .contains("bashcompinit", "complete -F _complete_steerage")
        .doesNotContain("YOUR_APP_HOME");
  }
}
