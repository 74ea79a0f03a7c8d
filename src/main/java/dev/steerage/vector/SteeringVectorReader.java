package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads steering vectors: PyTorch files with one tensor, and control vectors of llama.cpp. Which of
 * them a file is, its content says.
 */
public final class SteeringVectorReader {
  private static final Pattern DIRECTION = Pattern.compile("direction\\.(0|[1-9][0-9]{0,5})");
  private static final int MOST_NAMES_SHOWN = 3;
  private static final long MOST_BYTES = 64 << 20;

  private SteeringVectorReader() {}

  /**
   * The vector of a file: a tensor [n] or [1, n] of a {@code .pt} file fits any layer; tensors
   * {@code direction.<layer>} of a GGUF file are for their layers, 1 or later.
   *
   * @throws InputException if the file is damaged or holds anything else, or a direction is zero or
   *     not finite
   */
  public static SteeringVector read(Path file) {
    FileMagic magic = FileMagic.of(file);
    return switch (magic) {
      case ZIP -> ofTensor(file, TorchFile.readTensor(file));
      case GGUF -> ofControlVector(GgufFile.read(file));
      case PICKLE, OTHER -> throw magic.refusal(file);
    };
  }

  private static SteeringVector ofTensor(Path file, Tensor tensor) {
    List<Integer> shape = tensor.shape();
    boolean row = shape.size() == 2 && shape.get(0) == 1;
    if (!row && shape.size() != 1) {
      throw InputException.in(
          file, "holds a tensor of shape " + shape + "; save one direction, of shape [n]");
    }
    float[] direction = checked(file, "the tensor", tensor.values());
    return SteeringVector.ofAnyLayer(file, new InputFile(file).sha256(), direction);
  }

  private static SteeringVector ofControlVector(GgufFile gguf) {
    checkNames(gguf);
    new InputFile(gguf.file()).checkSize(MOST_BYTES);
    Map<Integer, float[]> directions = new TreeMap<>();
    long width = gguf.tensors().get(0).dimensions().get(0);
    for (GgufTensor tensor : gguf.tensors()) {
      directions.put(layer(gguf, tensor), direction(gguf, tensor, width));
    }
    return SteeringVector.ofLayers(gguf.file(), new InputFile(gguf.file()).sha256(), directions);
  }

  private static void checkNames(GgufFile gguf) {
    List<String> others =
        gguf.tensors().stream()
            .map(GgufTensor::name)
            .filter(name -> !DIRECTION.matcher(name).matches())
            .toList();
    if (others.size() == gguf.tensors().size()) {
      String architecture = gguf.text("general.architecture").orElse("unknown");
      throw InputException.in(
          gguf.file(),
          others.isEmpty() || architecture.endsWith("vector")
              ? "holds no tensor direction.<layer>; name a control vector"
              : "is a model (architecture %s) and no control vector; give it to --model"
                  .formatted(InputFile.shown(architecture)));
    }
    if (!others.isEmpty()) {
      String names =
          others.stream()
              .limit(MOST_NAMES_SHOWN)
              .map(name -> "'" + InputFile.shown(name) + "'")
              .collect(Collectors.joining(", "));
      throw InputException.in(
          gguf.file(),
          "holds %d tensors that are no direction.<layer> (%s%s); remove them"
              .formatted(others.size(), names, others.size() > MOST_NAMES_SHOWN ? ", …" : ""));
    }
  }

  private static int layer(GgufFile gguf, GgufTensor tensor) {
    Matcher name = DIRECTION.matcher(tensor.name());
    int layer = name.matches() ? Integer.parseInt(name.group(1)) : 0;
    if (layer == 0) {
      throw InputException.in(
          gguf.file(),
          "holds direction.0, but llama.cpp's control vectors cannot steer block 0; remove it");
    }
    return layer;
  }

  private static float[] direction(GgufFile gguf, GgufTensor tensor, long width) {
    if (!tensor.isVector()) {
      throw InputException.in(
          gguf.file(),
          "'%s' is of shape %s; a direction has the shape [n]"
              .formatted(tensor.name(), tensor.dimensions()));
    }
    if (tensor.dimensions().get(0) != width) {
      throw InputException.in(
          gguf.file(),
          "'%s' has %d values but '%s' has %d; all directions must have the model's width"
              .formatted(
                  tensor.name(), tensor.dimensions().get(0), gguf.tensors().get(0).name(), width));
    }
    return checked(gguf.file(), "'" + tensor.name() + "'", gguf.values(tensor));
  }

  private static float[] checked(Path file, String what, float[] direction) {
    boolean zero = true;
    for (int i = 0; i < direction.length; i++) {
      if (!Float.isFinite(direction[i])) {
        throw InputException.in(
            file, "value " + i + " of " + what + " is " + direction[i] + "; it must be finite");
      }
      zero &= direction[i] == 0;
    }
    if (zero) {
      throw InputException.in(
          file, what + " is empty or zero, which steers nothing; extract the vector again");
    }
    return direction;
  }
}
