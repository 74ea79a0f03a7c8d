package dev.steerage.cli;

import dev.steerage.runlog.AtomicFile;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Writes the manual pages; the build runs it. */
public final class ManPages {
  private ManPages() {}

  /**
   * Writes {@code steerage.1} and {@code steerage-COMMAND.1} for every command.
   *
   * @param args the folder, which is made where it is missing
   */
  public static void main(String[] args) {
    write(new CommandLine(new SteerageCommand()).getCommandSpec(), Path.of(args[0]));
  }

  private static void write(CommandSpec command, Path folder) {
    AtomicFile.write(folder.resolve(ManPage.name(command) + ".1"), ManPage.of(command));
    ManPage.subcommands(command).forEach(subcommand -> write(subcommand, folder));
  }
}
