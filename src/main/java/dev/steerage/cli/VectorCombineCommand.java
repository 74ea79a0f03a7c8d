package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.vector.Directions;
import dev.steerage.vector.SteeringVectorReader;
import dev.steerage.vector.VectorArithmetic;
import dev.steerage.vector.VectorArithmetic.Term;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code steerage vector combine}: sums of steering vectors, and what is orthogonal to one. */
@Command(
    name = "combine",
    description =
        "Adds steering vectors, each times a factor, layer by layer; with --orthogonal-to, what the sum"
            + " has along another vector is then taken off.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class VectorCombineCommand implements Runnable {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE[:FACTOR]",
      description = "Steering vectors of one model, times a factor (default: 1).")
  private List<String> vectors;

  @Mixin private VectorOutputOptions output;

  @Option(
      names = "--orthogonal-to",
      paramLabel = "FILE",
      description = "A vector to which the result is orthogonal at every layer.")
  private @Nullable Path orthogonalTo;

  @Spec private CommandSpec command;

  @Override
  public void run() {
    output.check();
    List<Term> terms = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String text : vectors) {
      Term term = term(text);
      terms.add(term);
      String hint = term.vector().source().metadata().get("model_hint");
      if (hint != null) {
        metadata.putIfAbsent("model_hint", hint);
      }
    }
    metadata.put("method", "sum of " + String.join(", ", vectors));
    Directions directions = VectorArithmetic.sum(terms);
    if (orthogonalTo != null) {
      directions = VectorArithmetic.orthogonal(directions, SteeringVectorReader.read(orthogonalTo));
      metadata.merge("method", ", orthogonal to " + orthogonalTo, String::concat);
    }
    command.commandLine().getOut().println(output.write(directions, metadata));
    command.commandLine().getOut().flush();
  }

  private static Term term(String text) {
    FactoredFile file = FactoredFile.parse(text);
    if (!Double.isFinite(file.factor())) {
      throw new InputException(text + ": the factor must be finite");
    }
    return new Term(SteeringVectorReader.read(file.file()), file.factor());
  }
}
