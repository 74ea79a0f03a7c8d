package dev.steerage.cli;

import dev.steerage.report.TableFiles;
import dev.steerage.report.TitledTable;
import dev.steerage.runlog.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder {@code report/tables/}: each table of a report in three formats. */
final class TableFolder {
  private TableFolder() {}

  /**
   * Writes the tables, then deletes those that an earlier report has left and this one does not
   * have; a file of any other name stays.
   */
  static void write(Path folder, List<TitledTable> tables) {
    Map<String, String> files = TableFiles.of(tables);
    files.forEach((name, content) -> AtomicFile.write(folder.resolve(name), content));
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        String name = String.valueOf(file.getFileName());
        if (TableFiles.isOwn(name) && !files.containsKey(name) && Files.isRegularFile(file)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": earlier tables cannot be deleted", e);
    }
  }
}
