package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.steerage.report.figure.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
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
    for (String ending : new String[] {"csv", "md", "tex"}) {
      assertThat(output.resolve("report/tables/myopia-summary." + ending)).isNotEmptyFile();
      assertThat(output.resolve("report/tables/myopia-quartiles." + ending)).isNotEmptyFile();
    }
    drawsFiguresAsAsked(output);
  }

  private static void drawsFiguresAsAsked(Path output) throws IOException {
    assumeThat(Figures.obstacle()).isEmpty();
    String[] style = {"--figure-format", "png", "--figure-width", "100", "--figure-font", "serif"};
    String[] more = {"report", output.toString()};
    CommandRun.of(Stream.of(more, style).flatMap(Stream::of).toArray(String[]::new)).succeeded();
    assertThat(Files.readString(output.resolve("report/report.md")))
        .contains("-changes.png)")
        .doesNotContain(".svg)");
    Path changes = output.resolve("report/figures/myopia-model-changes.png");
    // 100 mm / 25.4 mm × 300
    assertThat(ImageIO.read(changes.toFile()).getWidth()).isEqualTo(1181);
    CommandRun.of("report", output.toString(), "--figure-width", "wide")
        .refused("figure width 'wide' is none", "millimetres from 60 to 400");
  }

  @Test
  void aFolderWithoutScoresIsRefused() {
    CommandRun.of("report", folder.toString()).refused("no run folder", "steerage evaluate");
    CommandRun.of("report", "nowhere").refused("nowhere", "no run folder");
  }
}
