package dev.steerage.inspect;

import dev.steerage.vector.GgufArray;
import dev.steerage.vector.GgufFile;
import dev.steerage.vector.SteeringVector;
import java.util.stream.Collectors;

/** A steering vector in words. */
final class VectorText {
  private static final String HINT = "controlvector.model_hint";

  private VectorText() {}

  /** A PyTorch file's vector. */
  static String of(SteeringVector vector) {
    return facts(vector, "PyTorch").text();
  }

  /** A control vector with what else its header says. */
  static String of(SteeringVector vector, GgufFile file) {
    FactSheet sheet = facts(vector, "control-vector GGUF");
    file.text(HINT).ifPresent(hint -> sheet.fact("hint", "for a model of architecture " + hint));
    String others =
        file.metadata().entrySet().stream()
            .filter(e -> !(e.getValue() instanceof GgufArray) && !e.getKey().equals(HINT))
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining("\n"));
    return sheet.fact("metadata", others).text();
  }

  private static FactSheet facts(SteeringVector vector, String format) {
    FactSheet sheet =
        new FactSheet(vector.name() + ": a steering vector (" + format + ")")
            .fact("width", vector.width() + " values a direction");
    if (vector.fitsAnyLayer()) {
      sheet
          .fact("layers", "any; the file names none")
          .fact("norm", FactSheet.number("%.4f", vector.norm(0)));
    } else {
      String norms =
          vector.layers().stream()
              .map(layer -> FactSheet.number("%.4f at layer %d", vector.norm(layer), layer))
              .collect(Collectors.joining(", "));
      sheet
          .fact(
              "layers",
              vector.layers().stream().map(String::valueOf).collect(Collectors.joining(", ")))
          .fact("norm", norms);
    }
    return sheet.fact("SHA-256", vector.sha256());
  }
}
