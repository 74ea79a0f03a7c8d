package dev.steerage.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an extraction gave.
 *
 * @param model name of the model
 * @param source name of the pairs
 * @param position which tokens counted
 * @param pairs that the vectors are of
 * @param heldOut further pairs, that they were measured on
 * @param layers ascending
 */
public record ExtractionResult(
    String model,
    String source,
    TokenPosition position,
    int pairs,
    int heldOut,
    List<ExtractedLayer> layers) {

  public ExtractionResult {
    layers = List.copyOf(layers);
  }

  /**
   * The layer with the greatest d′ on held-out pairs, the first of several; empty where no layer
   * has one.
   */
  public Optional<Integer> recommended() {
    return layers.stream()
        .filter(layer -> !Double.isNaN(layer.separation().dPrime()))
        .max(
            Comparator.comparingDouble((ExtractedLayer layer) -> layer.separation().dPrime())
                .thenComparing(layer -> -layer.layer()))
        .map(ExtractedLayer::layer);
  }
}
