package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.vector.SteeringVector;
import dev.steerage.vector.SteeringVectorReader;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** One steering vector, at one layer, with one coefficient. */
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class VectorOptions {
  @Option(
      names = "--vector",
      required = true,
      paramLabel = "FILE",
      description = "A steering vector: GGUF, .pt, .npy, .npz, .safetensors or .svec.")
  private Path file;

  @Option(
      names = "--layer",
      required = true,
      paramLabel = "N",
      description = "The block, counted from 0, to whose output it is added.")
  private int layer;

  @Option(
      names = "--coefficient",
      paramLabel = "C",
      defaultValue = "1",
      description = "Its factor (default: ${DEFAULT-VALUE}).")
  private double coefficient;

  int layer() {
    return layer;
  }

  /** The file's direction for the layer, times the coefficient. */
  float[] direction() {
    SteeringVector vector = SteeringVectorReader.read(file);
    if (!vector.fitsAnyLayer() && !vector.layers().contains(layer)) {
      throw InputException.in(
          file, "has no direction for layer " + layer + "; it has them for " + vector.layers());
    }
    float[] direction = vector.direction(layer);
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) (direction[i] * coefficient);
      if (!Float.isFinite(direction[i])) {
        throw new InputException("--coefficient " + coefficient + " is too large or no number");
      }
    }
    return direction;
  }
}
