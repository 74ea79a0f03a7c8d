package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.llama.oracle.Comparison;
import dev.steerage.llama.oracle.Comparison.Verdict;
import dev.steerage.llama.oracle.CrossCheck;
import dev.steerage.llama.oracle.Oracle;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code steerage doctor}: what this machine can do, and whether the build computes right. */
@Command(
    name = "doctor",
    header = "What this machine can do; cross-checks the build.",
    description = {
      "",
      "With --cross-check, the program's llama.cpp and java-llama.cpp, an older one built by others,"
          + " must agree on a model: token ids of some hundred texts, greedy text, and greedy text"
          + " under a steering vector (one at random where none is named). Texts that part where the"
          + " two most likely tokens are within 0.01 of each other are ties, which rounding decides;"
          + " they are no failure.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets what is required
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--cross-check",
      paramLabel = "MODEL",
      description = "GGUF weights to compare on.")
  private @Nullable Path model;

  @ArgGroup(exclusive = false)
  private @Nullable VectorOptions vector;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (model != null) {
      return crossCheck(model);
    }
    if (vector != null) {
      throw new InputException("--vector is for --cross-check; name a model with it");
    }
    print(MachineText.ofProgram());
    try {
      print(MachineText.ofLibrary());
      return ExitCode.OK;
    } catch (LinkageError e) {
      print(MachineText.ofFailure(e));
      return ExitCode.SOFTWARE;
    }
  }

  private int crossCheck(Path file) {
    CrossCheck check = new CrossCheck(file, new Oracle(Oracle.LIMIT), CrossCheck.Plan.standard());
    List<Comparison> comparisons =
        vector == null ? check.run() : check.run(vector.layer(), vector.direction());
    print(CrossCheckText.of(comparisons));
    boolean differs = comparisons.stream().anyMatch(c -> c.verdict() == Verdict.DIFFERS);
    return differs ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
