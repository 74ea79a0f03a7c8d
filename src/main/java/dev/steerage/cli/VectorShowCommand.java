package dev.steerage.cli;

import dev.steerage.report.TextStyle;
import dev.steerage.vector.SteeringVector;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code steerage vector show}: directions in numbers, and how near those of files are. */
@Command(
    name = "show",
    description =
        "Shows norm and mean of each direction and how the layer numbers of a file are understood; of"
            + " several files also the cosines of their directions at a layer.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class VectorShowCommand implements Runnable {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Steering vectors.")
  private List<Path> files;

  @Mixin private IndexingOption indexing;
  @Mixin private FormatOption format;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    List<SteeringVector> vectors = files.stream().map(indexing::read).toList();
    TextStyle style = Terminal.style(command.commandLine());
    command.commandLine().getOut().print(VectorTable.render(vectors, format.get(), style));
    command.commandLine().getOut().flush();
  }
}
