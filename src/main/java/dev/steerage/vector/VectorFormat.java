package dev.steerage.vector;

import dev.steerage.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Formats that steering vectors are written in, all in float32. */
public enum VectorFormat {
  /** llama.cpp's control vectors: {@code direction.N}, N of 1 or later. */
  GGUF,
  /** {@code direction.N}, or {@code direction} for any layer; texts are kept as metadata. */
  SAFETENSORS,
  /**
   * One direction as [width], without its layer; several as [last layer + 1, width], where row N is
   * the direction of block N and rows without one are zero.
   */
  NPY;

  private static final int FIRST_LAYER_OF_GGUF = 1;
  private static final String HINT = "model_hint";

  /**
   * The format of a file by its ending.
   *
   * @throws InputException if its ending is none of these
   */
  public static VectorFormat of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> name.endsWith("." + format.name().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                InputException.in(
                    file,
                    "has no ending of a format that is written; name a .gguf, .safetensors or .npy file"));
  }

  /**
   * The bytes of a file.
   *
   * @param file for the sentence of an exception
   * @param metadata texts by name, such as "method"; GGUF has "model_hint" under llama.cpp's key
   *     and the others under "steerage.", NPY none
   * @throws InputException if the format cannot hold these layers
   */
  public byte[] bytes(Path file, Directions directions, Map<String, String> metadata) {
    return switch (this) {
      case GGUF ->
          ControlVectorWriter.bytes(
              metadata.getOrDefault(HINT, "unknown"), notes(metadata), steerable(file, directions));
      case SAFETENSORS -> SafetensorsWriter.bytes(directions, metadata);
      case NPY -> npy(file, directions);
    };
  }

  private static Map<String, String> notes(Map<String, String> metadata) {
    Map<String, String> notes = new LinkedHashMap<>();
    metadata.forEach(
        (name, text) -> {
          if (!name.equals(HINT)) {
            notes.put(ControlVectorFile.NOTE + name, text);
          }
        });
    return notes;
  }

  /** What a file of this format does not say of these directions, as a sentence. */
  public Optional<String> loss(Directions directions) {
    return switch (this) {
      case GGUF ->
          !directions.fitsAnyLayer() && directions.layers().contains(0)
              ? Optional.of("layer 0 is left out, for llama.cpp's control vectors begin at block 1")
              : Optional.empty();
      case SAFETENSORS -> Optional.empty();
      case NPY ->
          Optional.of(
              isOne(directions)
                  ? "the file does not name the layer"
                  : "row N is the direction of block N, rows without one are zero; read it with --indexing block-output");
    };
  }

  private static SortedMap<Integer, float[]> steerable(Path file, Directions directions) {
    if (directions.layers().isEmpty()) {
      throw InputException.in(
          file,
          "needs a layer, which the vector does not name; add --layer N, or name a .npy file");
    }
    SortedMap<Integer, float[]> byLayer = new TreeMap<>();
    for (int layer : directions.layers().tailSet(FIRST_LAYER_OF_GGUF)) {
      byLayer.put(layer, directions.direction(layer));
    }
    if (byLayer.isEmpty()) {
      throw InputException.in(
          file,
          "cannot hold layer 0, for llama.cpp's control vectors begin at block 1; name a .safetensors file");
    }
    return byLayer;
  }

  private static boolean isOne(Directions directions) {
    return directions.fitsAnyLayer() || directions.layers().size() == 1;
  }

  private static byte[] npy(Path file, Directions directions) {
    if (isOne(directions)) {
      int layer = directions.layers().isEmpty() ? 0 : directions.layers().first();
      return NpyFile.bytes(List.of(directions.direction(layer)), "(" + directions.width() + ",)");
    }
    int last = directions.layers().last();
    if ((last + 1L) * directions.width() > NumberBudget.MOST_NUMBERS) {
      throw InputException.in(
          file, "would need " + last + " rows of zeros; name a .safetensors file");
    }
    List<float[]> rows = new ArrayList<>();
    for (int layer = 0; layer <= last; layer++) {
      rows.add(
          directions.layers().contains(layer)
              ? directions.direction(layer)
              : new float[directions.width()]);
    }
    return NpyFile.bytes(rows, "(" + rows.size() + ", " + directions.width() + ")");
  }
}
