package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdict of a run with several models. */
class ComparisonRunTest {
  @TempDir private Path folder;
  private Path base;
  private String pairs;
  private String vector;

  @BeforeEach
  void make() throws IOException {
    base = TinyModel.of(Path.of(Demo.MODEL)).layers(2).write(folder.resolve("base.gguf"));
    pairs = Demo.pairs(folder, "myopia", 6);
    float[] direction = new float[64];
    Arrays.fill(direction, 0.1f);
    vector = folder.resolve("myopia.gguf").toString();
    ControlVectorWriter.write(Path.of(vector), "tiny", new TreeMap<>(Map.of(1, direction)));
  }

  private CommandRun evaluate(Path... models) {
    return Demo.evaluate(
            folder.resolve("run"),
            String.join(",", Arrays.stream(models).map(Path::toString).toList()),
            pairs,
            "--vector",
            vector,
            "--layer=1",
            "--coefficient=-1..1",
            "--threads=1")
        .succeeded();
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve("run").resolve(file));
  }

  private static String lastTable(String text) {
    return text.substring(text.indexOf("does steering survive?"));
  }

  @Test
  void equalModelsUnderTwoNamesAreSaidToBeEqual() throws IOException {
    Path same = Files.copy(base, folder.resolve("base-same.gguf"));
    CommandRun run = evaluate(base, same);

    assertThat(lastTable(run.out()))
        .contains("reference base, margin 10%")
        .containsPattern("same +preserved +1\\.000 +1 of 1 +0 of 1 +0 of 1 +0\\.0000");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
    List<String> rows = read("comparison.csv").lines().toList();
    assertThat(rows.get(0))
        .isEqualTo(
            "metric,reference,model,behavior,condition,intervention,layer,coefficient,value,low,high,n,unit,p,p_holm,verdict");
    assertThat(rows)
        .filteredOn(
            row -> row.startsWith("slope_difference") || row.startsWith("effect_difference"))
        .hasSize(3)
        .allMatch(
            row ->
                row.contains(
                    ",0.0,0.0,0.0,6,nats/token%s,1.0,1.0,"
                        .formatted(row.startsWith("slope") ? " per coefficient" : "")));
    assertThat(read("report/report.md"))
        .contains("does steering survive?", "**slope\\_equivalence**")
        .contains("effects against base");
    String report = read("report/report.md");
    assertThat(report.indexOf("does steering survive?")).isLessThan(report.indexOf("myopia: 6"));
    assertThat(read("report/tables/comparison.tex")).contains("\\toprule", "preserved");
  }

  @Test
  void anotherModelIsSaidToHaveChangedAndTheReportTakesOtherMargins() throws IOException {
    Path other =
        TinyModel.of(Path.of(Demo.MODEL)).layers(2).seed(9).write(folder.resolve("other.gguf"));
    CommandRun run = evaluate(base, other);
    assertThat(lastTable(run.out()))
        .containsPattern("other +(changed|undecided) .* 0 of 1 .* [0-9.]+\n");
    String before = read("comparison.csv");

    String path = folder.resolve("run").toString();
    CommandRun wide = CommandRun.of("report", path, "--margin", "1000").succeeded();
    assertThat(lastTable(wide.out())).contains("margin 1000").containsPattern("other .*preserved");
    CommandRun turned = CommandRun.of("report", path, "--reference", "other").succeeded();
    assertThat(lastTable(turned.out())).contains("reference other").contains("base");
    CommandRun none = CommandRun.of("report", path, "--reference", "none").succeeded();
    assertThat(none.out()).doesNotContain("survive");
    assertThat(folder.resolve("run/comparison.csv")).doesNotExist();
    CommandRun.of("report", path, "--reference", "third").refused("'third'", "base, other");

    CommandRun again = CommandRun.of("report", path).succeeded();
    assertThat(again.out()).isEqualTo(run.out());
    assertThat(read("comparison.csv")).isEqualTo(before);
  }

  @Test
  void oneModelIsComparedWithNone() {
    CommandRun run = evaluate(base);
    assertThat(run.out()).doesNotContain("survive");
    assertThat(folder.resolve("run/comparison.csv")).doesNotExist();
  }
}
