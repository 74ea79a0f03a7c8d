package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.runlog.AtomicFile;
import dev.steerage.runlog.OutputFile;
import dev.steerage.runlog.OutputFile.Existing;
import dev.steerage.vector.Directions;
import dev.steerage.vector.VectorFormat;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where a steering vector is written. */
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class VectorOutputOptions {
  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "The new file; its ending is the format: .gguf, .safetensors or .npy.")
  private Path output;

  @Option(names = "--force", description = "Replace a file that is there already.")
  private boolean force;

  /**
   * Refuses a file that cannot be written, before anything is computed.
   *
   * @throws InputException if it is there already, or its ending is of no format
   */
  void check() {
    VectorFormat.of(output);
    new OutputFile(output, force ? Existing.REPLACE : Existing.REFUSE).check();
  }

  /**
   * Writes the file.
   *
   * @param metadata texts by name, for formats that have them
   * @return what was written, in one line
   * @throws InputException if the format cannot hold these layers
   */
  String write(Directions directions, Map<String, String> metadata) {
    VectorFormat format = VectorFormat.of(output);
    byte[] bytes = format.bytes(output, directions, metadata);
    AtomicFile.write(output, bytes);
    String layers =
        directions.fitsAnyLayer() && directions.layers().isEmpty()
            ? "one direction for any layer"
            : "layers " + directions.layers();
    String loss = format.loss(directions).map(sentence -> "; " + sentence).orElse("");
    return "%s: %s, %d values a direction%s".formatted(output, layers, directions.width(), loss);
  }
}
