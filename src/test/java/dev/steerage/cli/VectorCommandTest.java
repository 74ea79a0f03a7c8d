package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.vector.SteeringVector;
import dev.steerage.vector.SteeringVectorReader;
import dev.steerage.vector.VectorArithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorCommandTest {
  private static final String FORMATS = "src/test/resources/vectors/formats/";
  private static final String TORCH = "src/test/resources/vectors/";
  private static final String REPENG = FORMATS + "repeng.gguf";

  @TempDir private Path folder;

  private static CommandRun vector(String... args) {
    List<String> all = new ArrayList<>(List.of("vector"));
    all.addAll(Arrays.asList(args));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private SteeringVector converted(String file, String name, String... options) {
    List<String> args = new ArrayList<>(List.of("convert", file));
    args.addAll(List.of("--output", folder.resolve(name).toString(), "--force"));
    args.addAll(Arrays.asList(options));
    assertThat(vector(args.toArray(String[]::new)).succeeded().out())
        .startsWith(folder.resolve(name) + ": ");
    return SteeringVectorReader.read(folder.resolve(name));
  }

  /** What show prints, without the places where its notes are wrapped. */
  private static String shown(String... args) {
    List<String> all = new ArrayList<>(List.of("show"));
    all.addAll(Arrays.asList(args));
    return vector(all.toArray(String[]::new)).succeeded().out().replace("\n  ", " ");
  }

  @Test
  void showHasNormMeanAndHowLayersAreUnderstood() {
    assertThat(shown(REPENG))
        .startsWith("a steering vector\n\nlayer    norm       mean\n-----")
        .contains(REPENG + "\n1      1.8960  -0.018481\n")
        .contains("control-vector GGUF, width 8; layers: direction.N is added to the output of")
        .contains(" block N, as in llama.cpp\n");
    assertThat(shown(FORMATS + "layer_2.pt"))
        .contains("\nany ", "made for layer 2, by the file's name");
    assertThat(shown(FORMATS + "stacked.pt", "--indexing=hidden-states"))
        .contains("hidden_states[N], the output of block N - 1");
  }

  @Test
  void showComparesFilesLayerByLayer() throws IOException {
    String out =
        vector("show", REPENG, FORMATS + "one.pt", FORMATS + "easysteer.gguf", "--format=json")
            .succeeded()
            .out();
    JsonNode rows = new ObjectMapper().readTree(out);
    assertThat(rows).hasSize(3 + 1 + 3);
    JsonNode second = rows.get(1);
    assertThat(second.get("layer").asInt()).isEqualTo(2);
    assertThat(second.get("cosine_1").asDouble()).isCloseTo(1, within(1e-12));
    assertThat(second.get("cosine_2").asDouble()).isCloseTo(1, within(1e-12));
    assertThat(second.get("cosine_3").asDouble()).isBetween(-0.999, 0.999);
    assertThat(rows.get(2).get("cosine_3").isNull()).isTrue();
    assertThat(rows.get(3).get("layer").isNull()).isTrue();
    assertThat(vector("show", REPENG, FORMATS + "one.pt", "--format=csv").succeeded().out())
        .startsWith("file,layer,norm,mean,cosine_1,cosine_2\n" + REPENG + ",1,");
    assertThat(vector("show", REPENG, FORMATS + "one.pt").succeeded().out())
        .contains("cos 1", "cos 2", "cosine with the direction of file N at the same layer");
  }

  @Test
  void convertRoundsNothingOnItsWayThroughEveryFormat() {
    SteeringVector before = SteeringVectorReader.read(Path.of(Demo.vector("myopia")));
    String tensors = folder.resolve("b.safetensors").toString();
    converted(Demo.vector("myopia"), "a.gguf");
    converted(folder.resolve("a.gguf").toString(), "b.safetensors");
    vector("convert", tensors, "--output", folder.resolve("c.npy").toString()).succeeded();
    SteeringVector after =
        converted(folder.resolve("c.npy").toString(), "d.gguf", "--indexing=block-output");
    assertThat(after.layers()).isEqualTo(before.layers());
    for (int layer : before.layers()) {
      assertThat(after.direction(layer)).containsExactly(before.direction(layer));
    }
    assertThat(SteeringVectorReader.read(Path.of(tensors)).source().metadata())
        .containsKeys("norm", "source_sha256")
        .containsEntry("model_hint", "llama")
        .containsEntry("source_file", "a.gguf");
  }

  @Test
  void layersAreMovedAsTold() {
    SteeringVector repeng = SteeringVectorReader.read(Path.of(REPENG));
    SteeringVector lower = converted(REPENG, "lower.gguf", "--fix-offset");
    assertThat(lower.layers()).containsExactly(1, 2);
    assertThat(lower.direction(1)).containsExactly(repeng.direction(2));
    assertThat(converted(REPENG, "lower.safetensors", "--fix-offset").layers())
        .containsExactly(0, 1, 2);
    assertThat(converted(FORMATS + "one.pt", "at.gguf", "--layer=7").layers()).containsExactly(7);
    assertThat(converted(FORMATS + "layer_2.pt", "by-name.gguf").layers()).containsExactly(2);
    assertThat(converted(REPENG, "one.npy", "--layer=3").direction(9))
        .containsExactly(repeng.direction(3));
    assertThat(converted(FORMATS + "one.npy", "any.safetensors").fitsAnyLayer()).isTrue();
    assertThat(converted(folder.resolve("at.gguf").toString(), "on.gguf", "--layer=4").layers())
        .containsExactly(4);
  }

  @Test
  void combineAddsScalesAndMakesOrthogonal() throws IOException {
    Path sum = folder.resolve("sum.gguf");
    vector("combine", REPENG + ":2", REPENG + ":-0.5", "--output", sum.toString()).succeeded();
    SteeringVector repeng = SteeringVectorReader.read(Path.of(REPENG));
    float[] expected = repeng.direction(2);
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= 1.5f;
    }
    assertThat(SteeringVectorReader.read(sum).direction(2)).containsExactly(expected);
    Path rest = folder.resolve("rest.safetensors");
    vector("combine", REPENG, "--orthogonal-to", FORMATS + "types.pt", "--output", rest.toString())
        .succeeded();
    SteeringVector other = SteeringVectorReader.read(Path.of(FORMATS + "types.pt"));
    SteeringVector orthogonal = SteeringVectorReader.read(rest);
    for (int layer = 1; layer <= 3; layer++) {
      assertThat(VectorArithmetic.cosine(orthogonal.direction(layer), other.direction(layer)))
          .isCloseTo(0, within(1e-7));
    }
    assertThat(orthogonal.source().metadata())
        .hasEntrySatisfying("method", m -> assertThat(m).contains(", orthogonal to "));
    Path any = folder.resolve("any.npy");
    vector("combine", FORMATS + "one.pt", FORMATS + "layer_2.pt", "--output", any.toString())
        .refused("layer_2.pt: has directions for any layer (made for 2), but ");
    vector("combine", FORMATS + "one.pt", FORMATS + "one.npy", "--output", any.toString())
        .succeeded();
    assertThat(Files.size(any)).isEqualTo(128 + 32);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "convert REPENG --output out.pt|out.pt: has no ending of a format that is written",
        "convert REPENG --output there.npy|there.npy: is there already & add --force",
        "convert REPENG --output .|no ending",
        "convert FORMATS/one.pt --output out.gguf|out.gguf: needs a layer & --layer N",
        "convert FORMATS/one.pt --output out.gguf --layer 0|out.gguf: cannot hold layer 0",
        "convert FORMATS/one.pt --output out.gguf --layer -1|--layer is a block from 0 on",
        "convert FORMATS/one.pt --output out.gguf --fix-offset|for any layer & leave --fix-offset out",
        "convert FORMATS/easysteer.gguf --output out.gguf --fix-offset|for layer 0 too",
        "convert REPENG --output out.gguf --layer 9|has no direction for layer 9; it has [1, 2, 3]",
        "convert FORMATS/list.pt --output out.gguf|list.pt: holds a list of 3 tensors & --indexing",
        "convert FORMATS/list.pt --output out.gguf --indexing guess|--indexing guess is unknown",
        "convert TORCH/command.pt --output out.gguf|refused: the file asks for 'posix system'",
        "convert TORCH/custom.pt --output out.gguf|refused: the file asks for '__main__ Custom'",
        "combine REPENG FORMATS/easysteer.gguf --output out.gguf|for layers [0, 1, 2], but & [1, 2, 3]",
        "combine REPENG TORCH/row.pt --output out.gguf|row.pt: has directions of 6 values, but & of 8",
        "combine REPENG REPENG:-1 --output out.gguf|is empty or zero",
        "combine REPENG:1e300 --output out.gguf|is Infinity",
        "combine REPENG:NaN --output out.gguf|the factor must be finite",
        "combine REPENG --orthogonal-to REPENG --output out.gguf|is parallel to",
        "combine REPENG --orthogonal-to TORCH/row.pt --output out.gguf|row.pt: has directions of 6",
        "combine REPENG --orthogonal-to FORMATS/steered.pt --output out.gguf|steered.pt & [1, 3]",
        "show TORCH/nan.pt|nan.pt: value 1 of the tensor is NaN",
        "show|Missing required parameter",
      })
  void whatCannotBeDoneIsOneSentence(String line, String parts) throws IOException {
    Files.writeString(folder.resolve("there.npy"), "x");
    String[] words =
        line.replace("REPENG", REPENG)
            .replace("FORMATS/", FORMATS)
            .replace("TORCH/", TORCH)
            .replaceAll("--output (\\S+)", "--output " + folder + "/$1")
            .split(" ", -1);
    vector(words).refused(parts.split(" & ", -1));
    assertThat(folder.resolve("out.gguf")).doesNotExist();
  }

  @Test
  void everyFormatSteersAnEvaluationAlike() throws IOException {
    String pairs = Demo.pairs(folder, "myopia", 3);
    converted(Demo.vector("myopia"), "layer2.npy", "--layer=2");
    converted(Demo.vector("myopia"), "layer2.safetensors", "--layer=2");
    for (String ending : List.of("npy", "safetensors")) {
      Demo.evaluate(
              folder.resolve(ending),
              Demo.MODEL,
              pairs,
              "--vector",
              folder.resolve("layer2." + ending).toString(),
              "--layer=2")
          .succeeded();
    }
    assertThat(Files.readString(folder.resolve("npy/scores.csv")))
        .isEqualTo(Files.readString(folder.resolve("safetensors/scores.csv")))
        .contains("layer2-layer2-coefficient1");
  }
}
