package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.AtomicFile;
import dev.steerage.runlog.OutputFile;
import dev.steerage.runlog.OutputFile.Existing;
import dev.steerage.vector.Directions;
import dev.steerage.vector.VectorFormat;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where extracted vectors go.
 *
 * @param file a .gguf control vector, .safetensors or .npy
 * @param existing what happens to a file that is there
 */
public record VectorTarget(Path file, Existing existing) {
  /** Names of notes in the file's metadata. */
  static final String METHOD = "method";

  static final String PAIRS_NAME = "pairs_name";
  static final String MODEL_SHA256 = "model_sha256";

  /**
   * Refuses what cannot be written.
   *
   * @throws InputException if the file's ending is none of these, it is there already and must not
   *     be replaced, or cannot be made there
   */
  void check() {
    VectorFormat.of(file);
    new OutputFile(file, existing).check();
  }

  /**
   * Writes vectors, and as metadata what they were made of.
   *
   * @param vectors [width] each, for the layers of the result
   */
  void write(
      LlamaModel model,
      String sha256,
      ExtractionSpec spec,
      ExtractionResult result,
      List<double[]> vectors) {
    SortedMap<Integer, float[]> directions = new TreeMap<>();
    for (int l = 0; l < vectors.size(); l++) {
      directions.put(result.layers().get(l).layer(), floats(vectors.get(l)));
    }
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(METHOD, spec.method().word());
    notes.put("length", spec.length().toString());
    notes.put("position", result.position().toString());
    notes.put(PAIRS_NAME, result.source());
    notes.put("pairs", String.valueOf(result.pairs()));
    notes.put("model", result.model());
    notes.put(MODEL_SHA256, sha256);
    result.recommended().ifPresent(layer -> notes.put("recommended_layer", String.valueOf(layer)));
    notes.put("model_hint", model.metadata("general.architecture").orElse(""));
    AtomicFile.write(
        file, VectorFormat.of(file).bytes(file, Directions.ofLayers(directions), notes));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
