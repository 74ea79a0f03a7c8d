package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir private Path folder;

  @Test
  void needsNeitherModelNorVectorNorPairs() throws IOException {
    Path model = Files.copy(Path.of(Demo.MODEL), folder.resolve("model.gguf"));
    Path vector = Files.copy(Path.of(Demo.vector("myopia")), folder.resolve("vector.gguf"));
    String pairs = Demo.pairs(folder, "myopia", 4);
    Path output = folder.resolve("run");
    CommandRun run =
        Demo.evaluate(
                output, model.toString(), pairs, "--vector", vector.toString(), "--layer", "2")
            .succeeded();
    String metrics = Files.readString(output.resolve("metrics.csv"));
    Files.delete(model);
    Files.delete(vector);
    Files.delete(Path.of(pairs));
    Files.delete(output.resolve("metrics.csv"));
    CommandRun report = CommandRun.of("report", output.toString()).succeeded();
    assertThat(report.out()).isEqualTo(run.out());
    assertThat(output.resolve("metrics.csv")).hasContent(metrics);
  }

  @Test
  void aFolderWithoutScoresIsRefused() {
    CommandRun.of("report", folder.toString()).refused("no run folder", "steerage evaluate");
    CommandRun.of("report", "nowhere").refused("nowhere", "no run folder");
  }
}
