package dev.steerage.cli;

import java.util.Locale;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code steerage completion}: the script with which a shell completes command lines. */
@Command(
    name = "completion",
    description =
        "Prints the script with which a shell completes commands, options and their values.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "In the shell that is open:",
      "  source <(steerage completion bash)",
      "In every new one:",
      "  echo 'source <(steerage completion bash)' >> ~/.bashrc",
      "  echo 'source <(steerage completion zsh)' >> ~/.zshrc",
      "Where steerage is not on the PATH, write scripts/steerage with its folder; what is completed"
          + " is steerage in any folder."
    })
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class CompletionCommand implements Runnable {
  /** Shells that can load the script. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    CommandSpec root = command.root();
    // the generator's own head tells of folders that are not there, and has no word on this command
    String script =
        AutoComplete.bash(root.name(), root.commandLine())
            .lines()
            .dropWhile(line -> line.isBlank() || line.startsWith("#"))
            .collect(Collectors.joining("\n", "", "\n"));
    command
        .commandLine()
        .getOut()
        .print(
            "# Completion of steerage's command lines in "
                + shell
                + ", to be sourced; made by: steerage completion "
                + shell
                + "\n\n"
                + script);
  }
}
