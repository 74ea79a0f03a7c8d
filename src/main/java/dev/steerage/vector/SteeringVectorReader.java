package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.LayerRule.Layered;
import dev.steerage.vector.SteeringVector.Source;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads steering vectors: control-vector GGUF, PyTorch's {@code .pt}, NumPy's {@code .npy} and
 * {@code .npz}, safetensors and AISteer360's {@code .svec}. Which of them a file is, its content
 * says; for {@code .svec} its ending. {@link LayerRule} has the layers. Nothing is executed, and
 * memory stays below a few hundred MiB whatever a file claims.
 */
public final class SteeringVectorReader {
  private static final int MOST_BYTES = 64 << 20;

  private SteeringVectorReader() {}

  /**
   * The vector of a file that says itself which layers its directions are for, or that fits any.
   *
   * @throws InputException if the file is damaged or holds anything else, or a direction is zero or
   *     not finite
   */
  public static SteeringVector read(Path file) {
    return read(file, Optional.empty());
  }

  /**
   * The vector of a file.
   *
   * @param indexing what index i of a list of directions, or the number i in a name, stands for;
   *     where empty, lists are refused and a number in a name is the block
   * @throws InputException as {@link #read(Path)}; also for GGUF with an indexing, whose layers
   *     llama.cpp defines
   */
  public static SteeringVector read(Path file, Optional<LayerIndexing> indexing) {
    FileMagic magic = FileMagic.of(file);
    LayerRule rule = new LayerRule(file, indexing);
    return switch (magic) {
      case GGUF -> ofGguf(GgufFile.read(file), indexing);
      case ZIP -> ofZip(file, rule);
      case NPY -> {
        byte[] bytes = new InputFile(file).bytes(MOST_BYTES);
        Tensor tensor = NpyFile.read(file, "the array", bytes, new NumberBudget(file));
        yield vector(file, "NumPy npy", rule.apply(new TensorTree.Leaf(tensor)), Map.of());
      }
      case SAFETENSORS -> {
        SafetensorsFile.Content content = SafetensorsFile.read(file);
        yield vector(file, "safetensors", rule.apply(content.tensors()), content.metadata());
      }
      case PICKLE -> throw magic.refusal(file);
      case OTHER -> {
        if (!SvecFile.isNamed(file)) {
          throw magic.refusal(file);
        }
        SvecFile.Content content = SvecFile.read(file);
        yield vector(file, "AISteer360", rule.apply(content.directions()), content.metadata());
      }
    };
  }

  /** Whether a file that begins like any JSON is a vector by its ending. */
  public static boolean isNamed(Path file) {
    return SvecFile.isNamed(file);
  }

  private static SteeringVector ofZip(Path file, LayerRule rule) {
    new InputFile(file).checkSize(MOST_BYTES);
    try (ZipArchive zip = ZipArchive.open(file)) {
      if (!TorchArchive.isTorch(zip) && NpzFile.isNumpy(zip)) {
        return vector(file, "NumPy npz", rule.apply(NpzFile.read(file, zip)), Map.of());
      }
    }
    return vector(file, "PyTorch", rule.apply(TorchFile.read(file)), Map.of());
  }

  private static SteeringVector ofGguf(GgufFile gguf, Optional<LayerIndexing> indexing) {
    Layered layered = ControlVectorFile.read(gguf);
    if (indexing.isPresent()) {
      throw InputException.in(
          gguf.file(),
          "is a control vector, where direction.N is block N; leave --indexing out, or use --fix-offset");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    ControlVectorFile.hint(gguf).ifPresent(hint -> metadata.put("model_hint", hint));
    metadata.putAll(ControlVectorFile.notes(gguf));
    return vector(gguf.file(), "control-vector GGUF", layered, metadata);
  }

  private static SteeringVector vector(
      Path file, String format, Layered layered, Map<String, String> metadata) {
    return new SteeringVector(
        new Source(file, new InputFile(file).sha256(), format, layered.meaning(), metadata),
        layered.directions());
  }
}
