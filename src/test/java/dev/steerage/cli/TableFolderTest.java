package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.report.TitledTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableFolderTest {
  @TempDir private Path folder;

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void tablesOfEarlierReportsGoAndOtherFilesStay() throws IOException {
    for (String name :
        List.of("myopia-summary.csv", "verdict.tex", "summary.csv", "comparison.tex", "mine.md")) {
      Files.writeString(folder.resolve(name), "old");
    }
    Files.createDirectory(folder.resolve("slopes.csv"));
    Table table = Table.create(StringColumn.create("model", "demo"));
    TableFolder.write(
        folder, List.of(new TitledTable("my table", table, List.of(""), 1, List.of())));
    assertThat(files())
        .containsExactly(
            "comparison.tex",
            "mine.md",
            "my_table-table.csv",
            "my_table-table.md",
            "my_table-table.tex",
            "slopes.csv",
            "summary.csv");
    assertThat(folder.resolve("my_table-table.csv")).hasContent("model\ndemo\n");
    assertThat(folder.resolve("summary.csv")).hasContent("old");
  }

  @Test
  void withoutTablesThereIsNoFolder() {
    Path none = folder.resolve("none");
    TableFolder.write(none, List.of());
    assertThat(none).doesNotExist();
  }
}
