package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.inspect.Inspector;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code steerage inspect}: what a file is, in words. */
@Command(
    name = "inspect",
    description = {
      "Says what a file is, in words: a GGUF model, a steering vector, a behavior or multiple-choice file, a run"
          + " folder, or a behavior that is shipped with Steerage.",
      "Without a file it lists the shipped behaviors."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class InspectCommand implements Runnable {
  private static final String ALL = "all";

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE|NAME",
      description = "Files, run folders or names of shipped behaviors.")
  private List<Path> paths = List.of();

  @Option(names = "--list", description = "List the shipped behaviors.")
  private boolean list;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many pairs or questions are shown, or all (default: ${DEFAULT-VALUE}).")
  private String pairs;

  @Option(
      names = "--negative-first",
      description = "The first half of a behavior file holds the negative continuations.")
  private boolean negativeFirst;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    HalfOrder order = negativeFirst ? HalfOrder.NEGATIVE_FIRST : HalfOrder.POSITIVE_FIRST;
    Inspector inspector = new Inspector(order, most());
    StringBuilder text = new StringBuilder(list || paths.isEmpty() ? Inspector.shipped() : "");
    for (Path path : paths) {
      text.append(text.length() == 0 ? "" : "\n").append(inspector.describe(path));
    }
    command.commandLine().getOut().print(text);
    command.commandLine().getOut().flush();
  }

  private int most() {
    if (pairs.equals(ALL)) {
      return Integer.MAX_VALUE;
    }
    if (!pairs.matches("[0-9]{1,9}")) {
      throw new InputException("--pairs " + pairs + " is no count; give 0 or more, or all");
    }
    return Integer.parseInt(pairs);
  }
}
