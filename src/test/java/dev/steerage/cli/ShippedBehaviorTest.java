package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.evaluation.SpecFile;
import dev.steerage.tiny.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shipped behaviors by their names: on the command line, in specs and in run folders. */
class ShippedBehaviorTest {
  @TempDir private Path folder;

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  @Test
  void aNameIsEvaluatedAndStaysANameInTheSpec() throws IOException {
    Path run = folder.resolve("run");
    String model = TinyModel.of(Path.of(Demo.MODEL)).write(folder.resolve("tiny.gguf")).toString();
    Demo.evaluate(run, model, "corrigibility").succeeded();
    assertThat(read(run.resolve("spec.yaml"))).contains("behaviors:\n- corrigibility\n");
    assertThat(read(run.resolve("provenance.json"))).contains("\"behavior corrigibility\"");
    assertThat(run.resolve("tokens/tiny/corrigibility/baseline.csv")).exists();
  }

  @Test
  void aSpecTellsANameFromAFileOfThatName() throws IOException {
    Path file = folder.resolve("my.yaml");
    Files.writeString(file, "models: [m.gguf]\nbehaviors: [myopia, ./myopia, data/refusal]\n");
    EvaluationSpec spec = SpecFile.read(file);
    assertThat(spec.behaviors())
        .isEqualTo(
            List.of(Path.of("myopia"), folder.resolve("myopia"), folder.resolve("data/refusal")));
    String text = SpecFile.write(spec, folder);
    assertThat(text).contains("behaviors:\n- myopia\n- ./myopia\n- data/refusal\n");
    Files.writeString(file, text);
    assertThat(SpecFile.read(file)).isEqualTo(spec);
  }

  @Test
  void aNameThatIsNoneIsToldTheNearest() throws IOException {
    Path run = folder.resolve("run");
    Demo.evaluate(run, Demo.MODEL, "corrigibilty")
        .refused("corrigibilty: no such file", "shipped behaviors corrigibility, ");
    Demo.evaluate(run, Demo.MODEL, "./refusal").refused("./refusal: no such file", "refusal, ");
    Demo.evaluate(run, Demo.MODEL, "refusal-choices").refused("refusal-choices", "contrast pairs");
    Path spec = Files.writeString(folder.resolve("my.yaml"), "models: [a]\nbehaviors: [myopa]\n");
    CommandRun.of("evaluate", "--spec", spec.toString()).refused("myopa: no such", "s myopia, ");
    assertThat(run).doesNotExist();
  }
}
