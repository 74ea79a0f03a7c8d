package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.vector.LayerIndexing;
import dev.steerage.vector.SteeringVector;
import dev.steerage.vector.SteeringVectorReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the numbers of a file that only counts its directions stand for. */
final class IndexingOption {
  @Option(
      names = "--indexing",
      paramLabel = "WHICH",
      description =
          "What index N of a list or [layers, width] tensor is: block-output, the output of block N"
              + " (from 0), or hidden-states, transformers' hidden_states[N], the output of block N - 1.")
  private @Nullable String indexing;

  /**
   * The vector of a file.
   *
   * @throws InputException if it cannot be used, or the option is no indexing
   */
  SteeringVector read(Path file) {
    return SteeringVectorReader.read(file, get());
  }

  private Optional<LayerIndexing> get() {
    if (indexing == null) {
      return Optional.empty();
    }
    Optional<LayerIndexing> known =
        Arrays.stream(LayerIndexing.values())
            .filter(i -> i.toString().equals(indexing))
            .findFirst();
    if (known.isEmpty()) {
      throw new InputException(
          "--indexing " + indexing + " is unknown; give block-output or hidden-states");
    }
    return known;
  }
}
