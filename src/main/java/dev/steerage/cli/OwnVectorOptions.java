package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.InterventionSpec;
import dev.steerage.evaluation.InterventionSpec.ExtractSpec;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.VectorUse;
import dev.steerage.vector.DirectionMethod;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Steering vectors that are extracted on each model. */
final class OwnVectorOptions {
  @Option(
      names = "--extract",
      split = ",",
      paramLabel = "FILE|NAME",
      description =
          "Pairs that a steering vector is extracted from on each model, as steerage extract --pairs takes them; a model"
              + " with a --reference runs with the reference's vector and, as NAME-own, with its own. Needs --layer;"
              + " repeatable.")
  private List<Path> pairs = List.of();

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "How --extract makes a vector of pairs: ${COMPLETION-CANDIDATES} (default: mean-difference).")
  private @Nullable DirectionMethod method;

  /** Whether none is asked for. */
  boolean areNone() {
    return pairs.isEmpty();
  }

  /**
   * The interventions in the order of the options.
   *
   * @param order of the poles in the files
   * @throws InputException for options that do not go together
   */
  List<InterventionSpec> specs(
      HalfOrder order, List<Integer> layers, List<Double> coefficients, VectorUse use) {
    if (pairs.isEmpty() && method != null) {
      throw new InputException(
          "--method is that of vectors that are extracted, but no --extract is named");
    }
    DirectionMethod how = method == null ? DirectionMethod.MEAN_DIFFERENCE : method;
    return pairs.stream()
        .<InterventionSpec>map(
            file ->
                new ExtractSpec(
                    ExtractSpec.nameOf(file, how, use),
                    file,
                    order,
                    how,
                    layers,
                    coefficients,
                    use,
                    Scope.ALL))
        .toList();
  }
}
