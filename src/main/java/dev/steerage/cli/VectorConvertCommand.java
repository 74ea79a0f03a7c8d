package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.vector.Directions;
import dev.steerage.vector.SteeringVector;
import dev.steerage.vector.VectorArithmetic;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code steerage vector convert}: a steering vector in another format, or at other layers. */
@Command(
    name = "convert",
    description = "Writes a steering vector in another format, or at another layer.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class VectorConvertCommand implements Runnable {
  @Parameters(paramLabel = "FILE", description = "The steering vector.")
  private Path file;

  @Mixin private VectorOutputOptions output;
  @Mixin private IndexingOption indexing;

  @Option(
      names = "--layer",
      paramLabel = "N",
      description =
          "The block (from 0) for a file's one direction; of several directions, the one to take.")
  private @Nullable Integer layer;

  @Option(
      names = "--fix-offset",
      description =
          "Every layer one lower: llama.cpp's cvector-generator and jukofyork's control-vectors write"
              + " what they measured at block N as direction.N+1.")
  private boolean fixOffset;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    if (layer != null && (fixOffset || layer < 0)) {
      throw new InputException(
          "--layer is a block from 0 on, and says where a direction goes without --fix-offset");
    }
    output.check();
    SteeringVector vector = indexing.read(file);
    Directions directions = vector.directions();
    if (fixOffset) {
      directions = VectorArithmetic.oneLower(vector);
    } else if (layer != null) {
      directions = VectorArithmetic.at(vector, layer);
    }
    command.commandLine().getOut().println(output.write(directions, metadata(vector)));
    command.commandLine().getOut().flush();
  }

  private Map<String, String> metadata(SteeringVector vector) {
    Map<String, String> metadata = new LinkedHashMap<>(vector.source().metadata());
    metadata.put("source_file", String.valueOf(vector.file().getFileName()));
    metadata.put("source_sha256", vector.sha256());
    metadata.put("source_layers", vector.source().layerMeaning() + (fixOffset ? ", minus 1" : ""));
    return metadata;
  }
}
