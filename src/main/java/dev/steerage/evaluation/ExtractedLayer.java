package dev.steerage.evaluation;

import dev.steerage.vector.Separation;

/**
 * The vector of a layer, in numbers.
 *
 * @param layer 0-based block
 * @param norm Euclidean norm of the vector
 * @param separation of the pairs that it was not extracted from; of no pairs where none is held out
 */
public record ExtractedLayer(int layer, double norm, Separation separation) {}
