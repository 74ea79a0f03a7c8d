package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.evaluation.GenerationTarget.Existing;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.AtomicFile;
import dev.steerage.runlog.OutputFolder;
import dev.steerage.vector.ControlVectorWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where extracted vectors go.
 *
 * @param file a GGUF control vector
 * @param existing what happens to a file that is there
 */
public record VectorTarget(Path file, Existing existing) {
  private static final String ENDING = ".gguf";

  /**
   * Refuses what cannot be written.
   *
   * @throws InputException if the file is no GGUF by its name, is there already and must not be
   *     replaced, or cannot be made there
   */
  void check() {
    if (!String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(ENDING)) {
      throw InputException.in(
          file, "does not end in " + ENDING + "; name such a file with --output");
    }
    if (Files.isDirectory(file)) {
      throw InputException.in(file, "is a folder; name a file with --output");
    }
    if (Files.exists(file) && existing == Existing.REFUSE) {
      throw InputException.in(
          file, "is there already; name another with --output, or add --force to replace it");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      OutputFolder.make(folder);
      if (!Files.isWritable(folder)) {
        throw InputException.in(file, "cannot be written there; name another with --output");
      }
    }
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
    notes.put("steerage.method", spec.method().word());
    notes.put("steerage.length", spec.length().toString());
    notes.put("steerage.position", result.position().toString());
    notes.put("steerage.pairs_name", result.source());
    notes.put("steerage.pairs", String.valueOf(result.pairs()));
    notes.put("steerage.model", result.model());
    notes.put("steerage.model_sha256", sha256);
    result
        .recommended()
        .ifPresent(layer -> notes.put("steerage.recommended_layer", String.valueOf(layer)));
    String architecture = model.metadata("general.architecture").orElse("");
    AtomicFile.write(file, ControlVectorWriter.bytes(architecture, notes, directions));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
