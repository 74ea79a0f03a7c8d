package dev.steerage.inspect;

import dev.steerage.vector.GgufArray;
import dev.steerage.vector.GgufFile;
import dev.steerage.vector.SteeringVector;
import java.util.stream.Collectors;

/** A steering vector in words. */
final class VectorText {
  private static final String HINT = "vector.model_hint";

  private VectorText() {}

  /** A vector with the texts that its file holds. */
  static String of(SteeringVector vector) {
    FactSheet sheet = facts(vector);
    String metadata =
        vector.source().metadata().entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining("\n"));
    return metadata.isEmpty() ? sheet.text() : sheet.fact("metadata", metadata).text();
  }

  /** A control vector with what else its header says. */
  static String of(SteeringVector vector, GgufFile file) {
    FactSheet sheet = facts(vector);
    file.metadata().keySet().stream()
        .filter(key -> key.endsWith(HINT))
        .findFirst()
        .flatMap(file::text)
        .ifPresent(hint -> sheet.fact("hint", "for a model of architecture " + hint));
    String others =
        file.metadata().entrySet().stream()
            .filter(e -> !(e.getValue() instanceof GgufArray) && !e.getKey().endsWith(HINT))
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining("\n"));
    return sheet.fact("metadata", others).text();
  }

  private static FactSheet facts(SteeringVector vector) {
    String format = vector.source().format();
    FactSheet sheet =
        new FactSheet(vector.name() + ": a steering vector (" + format + ")")
            .fact("width", vector.width() + " values a direction");
    if (vector.fitsAnyLayer()) {
      sheet
          .fact("layers", "any; " + vector.source().layerMeaning())
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
          .fact("read as", vector.source().layerMeaning())
          .fact("norm", norms);
    }
    return sheet.fact("SHA-256", vector.sha256());
  }
}
