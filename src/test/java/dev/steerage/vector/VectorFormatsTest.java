package dev.steerage.vector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that Python's packages wrote (make_formats.py beside them). */
class VectorFormatsTest {
  private static final Path FILES = Path.of("src/test/resources/vectors/formats");
  private static final int CHANGES = 300;
  private static final String NAMED = "named ";

  @TempDir Path folder;

  static List<Map.Entry<String, JsonNode>> files() throws IOException {
    JsonNode expected = new ObjectMapper().readTree(FILES.resolve("expected.json").toFile());
    return List.copyOf(expected.properties());
  }

  @ParameterizedTest
  @MethodSource("files")
  void isReadBitForBit(Map.Entry<String, JsonNode> file) {
    String indexing = file.getValue().get("indexing").asText();
    SteeringVector vector = SteeringVectorReader.read(FILES.resolve(file.getKey()), of(indexing));
    List<Integer> layers = new ArrayList<>();
    file.getValue()
        .get("directions")
        .properties()
        .forEach(
            entry -> {
              String layer = entry.getKey();
              boolean any = layer.equals("any") || layer.startsWith(NAMED);
              assertThat(vector.fitsAnyLayer()).isEqualTo(any);
              if (!layer.equals("any")) {
                layers.add(Integer.valueOf(layer.replace(NAMED, "")));
              }
              float[] direction = vector.direction(any ? 99 : Integer.parseInt(layer));
              assertThat(direction).containsExactly(floats(entry.getValue()));
            });
    assertThat(vector.layers()).containsExactlyElementsOf(layers);
    assertThat(vector.width()).isEqualTo(8);
    assertThat(vector.source().layerMeaning()).isNotEmpty().hasSizeLessThan(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"steered.pt", "one.npy", "compressed.npz", "layers.safetensors", "flat.svec"})
  void damageIsASentenceAndNothingElse(String name) throws IOException {
    Path file = FILES.resolve(name);
    Damage.cutsAreRefused(file, folder, SteeringVectorReader::read);
    Damage.changesAreReadOrRefused(file, folder, CHANGES, SteeringVectorReader::read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gguf", "safetensors", "npy"})
  void aVectorIsTheSameInEveryFormatThatIsWritten(String ending) throws IOException {
    SteeringVector before = SteeringVectorReader.read(FILES.resolve("repeng.gguf"));
    Path file = folder.resolve("vector." + ending);
    VectorFormat format = VectorFormat.of(file);
    Files.write(file, format.bytes(file, before.directions(), Map.of()));
    Optional<LayerIndexing> indexing = of(ending.equals("npy") ? "block-output" : "");
    SteeringVector after = SteeringVectorReader.read(file, indexing);
    assertThat(after.layers()).isEqualTo(before.layers());
    for (int layer : before.layers()) {
      assertThat(bits(after.direction(layer))).isEqualTo(bits(before.direction(layer)));
    }
  }

  @Test
  void metadataOfSafetensorsAreKept() throws IOException {
    SteeringVector before = SteeringVectorReader.read(FILES.resolve("layers.safetensors"));
    assertThat(before.source().metadata())
        .containsOnly(Map.entry("method", "mean-difference"), Map.entry("model", "demo"));
    Path file = folder.resolve("again.safetensors");
    Files.write(
        file,
        VectorFormat.SAFETENSORS.bytes(file, before.directions(), before.source().metadata()));
    assertThat(SteeringVectorReader.read(file).source().metadata())
        .containsAllEntriesOf(before.source().metadata())
        .containsEntry("layers", "direction.N is added to the output of block N, counted from 0")
        .hasEntrySatisfying("norm", norm -> assertThat(norm).startsWith("{\"direction.1\":"));
  }

  @Test
  void everyFormatSaysWhatItIs() {
    assertThat(SteeringVectorReader.read(FILES.resolve("keys.npz")).source().format())
        .isEqualTo("NumPy npz");
    assertThat(SteeringVectorReader.read(FILES.resolve("rows.svec")).source().metadata())
        .containsEntry("model_hint", "llama");
    assertThat(SteeringVectorReader.read(FILES.resolve("easysteer.gguf")).layers())
        .containsExactly(0, 1, 2);
  }

  private static Optional<LayerIndexing> of(String word) {
    return List.of(LayerIndexing.values()).stream()
        .filter(i -> i.toString().equals(word))
        .findFirst();
  }

  private static float[] floats(JsonNode numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers.get(i).doubleValue();
    }
    return floats;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
