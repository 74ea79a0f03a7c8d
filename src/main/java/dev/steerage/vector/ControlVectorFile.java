package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.LayerRule.Layered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Control vectors in GGUF as llama.cpp reads them (common.cpp, {@code
 * common_control_vector_load_one}): {@code direction.N} is added to the output of block N, several
 * tensors for one layer (direction.1, direction.01) add up, and the metadata do not matter.
 *
 * <p>What llama.cpp refuses and other programs write is read too: direction.0 (EasySteer), for
 * block 0, and halves. llama.cpp's own cvector-generator and jukofyork's control-vectors write what
 * they measured at block i as direction.i+1; it is read for the block where llama.cpp applies it.
 */
final class ControlVectorFile {
  /** As std::stoi reads a number: blanks, a sign, digits, anything. */
  private static final Pattern DIRECTION =
      Pattern.compile("direction\\.\\s*\\+?0*([0-9]{1,6})(?:[^0-9].*)?");

  private static final int MOST_NAMES_SHOWN = 3;
  private static final long MOST_BYTES = 64 << 20;

  /** What Steerage's own keys begin with. */
  static final String NOTE = "steerage.";

  private final GgufFile gguf;

  private ControlVectorFile(GgufFile gguf) {
    this.gguf = gguf;
  }

  /**
   * The directions by layer.
   *
   * @throws InputException if the file is a model, or a direction cannot be one
   */
  static Layered read(GgufFile gguf) {
    new ControlVectorFile(gguf).checkNames();
    new InputFile(gguf.file()).checkSize(MOST_BYTES);
    return new ControlVectorFile(gguf).layered();
  }

  /** What a control vector says of itself under Steerage's own keys, without their beginning. */
  static Map<String, String> notes(GgufFile gguf) {
    Map<String, String> notes = new LinkedHashMap<>();
    for (String key : gguf.metadata().keySet()) {
      if (key.startsWith(NOTE)) {
        gguf.text(key).ifPresent(text -> notes.put(key.substring(NOTE.length()), text));
      }
    }
    return notes;
  }

  /** The architecture that a control vector says it is for. */
  static Optional<String> hint(GgufFile gguf) {
    return gguf.metadata().keySet().stream()
        .filter(key -> key.endsWith("vector.model_hint"))
        .findFirst()
        .flatMap(gguf::text);
  }

  private Layered layered() {
    Map<Integer, float[]> directions = new TreeMap<>();
    NumberBudget budget = new NumberBudget(gguf.file());
    for (GgufTensor tensor : gguf.tensors()) {
      budget.take(tensor.dimensions().get(0));
      directions.merge(layer(tensor), direction(tensor), this::sum);
    }
    String zero = directions.containsKey(0) ? ", which has none for block 0" : "";
    return new Layered(
        Directions.ofLayers(directions),
        "direction.N is added to the output of block N, as in llama.cpp" + zero);
  }

  private void checkNames() {
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

  private static int layer(GgufTensor tensor) {
    Matcher name = DIRECTION.matcher(tensor.name());
    if (!name.matches()) {
      throw new IllegalStateException("checked before: " + tensor.name());
    }
    return Integer.parseInt(name.group(1));
  }

  private float[] direction(GgufTensor tensor) {
    GgufTensor first = gguf.tensors().get(0);
    if (!tensor.isVector()) {
      throw InputException.in(
          gguf.file(),
          "'%s' is of shape %s; a direction has the shape [n]"
              .formatted(InputFile.shown(tensor.name()), tensor.dimensions()));
    }
    if (!tensor.dimensions().get(0).equals(first.dimensions().get(0))) {
      throw InputException.in(
          gguf.file(),
          "'%s' has %d values but '%s' has %d; all directions must have the model's width"
              .formatted(
                  InputFile.shown(tensor.name()),
                  tensor.dimensions().get(0),
                  InputFile.shown(first.name()),
                  first.dimensions().get(0)));
    }
    return DirectionCheck.values(
        gguf.file(), "'" + InputFile.shown(tensor.name()) + "'", gguf.values(tensor));
  }

  private float[] sum(float[] one, float[] other) {
    float[] sum = new float[one.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = one[i] + other[i];
    }
    return DirectionCheck.values(gguf.file(), "the sum of the tensors for a layer", sum);
  }
}
