package dev.steerage.cli;

import dev.steerage.report.TableFormat;
import picocli.CommandLine.Option;

/** What goes to standard output: shared by the commands that print metrics. */
final class FormatOption {
  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private TableFormat format = TableFormat.TABLE;

  TableFormat get() {
    return format;
  }
}
