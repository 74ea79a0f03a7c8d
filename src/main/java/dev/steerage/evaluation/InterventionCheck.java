package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.GgufFile;
import dev.steerage.vector.SteeringVector;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks what a condition changes against a model's shape, before its weights are loaded. */
final class InterventionCheck {
  private final Path model;
  private final ModelShape shape;
  private @Nullable GgufFile header;

  /**
   * @param model file of the model
   */
  InterventionCheck(Path model, ModelShape shape) {
    this.model = model;
    this.shape = shape;
  }

  /**
   * Checks one condition; of a vector that is still to be extracted what is known already.
   *
   * @throws InputException if something does not fit
   */
  void check(Setting setting) {
    if (setting.steering() != null) {
      check(setting.steering());
    }
    if (setting.adaptation() != null) {
      if (header == null) {
        header = GgufFile.read(model);
      }
      setting.adaptation().lora().check(header);
    }
  }

  private void check(Steering steering) {
    Path file = steering.source().file();
    Optional<SteeringVector> vector = steering.source().find();
    vector.ifPresent(v -> checkWidth(file, v.width()));
    int layer = steering.layer();
    if (layer < 0 || layer >= shape.layers()) {
      throw InputException.in(
          file,
          "layer %d is out of range: model %s has %d blocks; take a layer of %d to %d"
              .formatted(
                  layer,
                  InputFile.name(model),
                  shape.layers(),
                  vector.isPresent() ? 0 : 1,
                  shape.layers() - 1));
    }
    if (shape.isRecurrent() && steering.use().positions() != Positions.ALL) {
      throw InputException.in(
          file,
          "positions %s cannot be told apart in model %s, which is recurrent; use --positions all"
              .formatted(steering.use().positions(), InputFile.name(model)));
    }
    if (vector.isPresent() && !steering.isFinite()) {
      throw InputException.in(
          file,
          "coefficient %s makes its direction for layer %d too large for a float; give a smaller one"
              .formatted(steering.coefficient(), layer));
    }
  }

  private void checkWidth(Path file, int width) {
    if (width != shape.width()) {
      throw InputException.in(
          file,
          "its directions have %d values, but the residual stream of model %s has %d; take a vector of this model"
              .formatted(width, InputFile.name(model), shape.width()));
    }
  }
}
