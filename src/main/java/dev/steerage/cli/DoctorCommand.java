package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.evaluation.EngineSpec;
import dev.steerage.evaluation.GpuUse;
import dev.steerage.evaluation.MemoryFit;
import dev.steerage.evaluation.MemoryNeed;
import dev.steerage.evaluation.SelfTest;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.llama.LlamaModel;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code steerage doctor}: what this machine can do, and whether the build computes right. */
@Command(
    name = "doctor",
    header = "What this machine can do; cross-checks the build.",
    description = {
      "",
      "What is built, this machine's devices and their memory, and a self-test: logprobs of the"
          + " bundled model, steered and not, against those of Hugging Face transformers. With --model,"
          + " what those weights need with the given settings, and what --gpu-layers all would do.",
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
      names = "--model",
      paramLabel = "FILE",
      description = "GGUF weights whose need of memory is looked at.")
  private @Nullable Path weights;

  @Mixin private EngineOptions engine;

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
    // what cannot be used is refused before anything is printed
    EngineSpec settings = engine.fixed();
    MemoryNeed need =
        weights == null ? null : MemoryNeed.of(weights, settings, settings.batchTokens());
    print(MachineText.ofProgram());
    try {
      print(MachineText.ofLibrary());
    } catch (LinkageError e) {
      print(MachineText.ofFailure(e));
      return ExitCode.SOFTWARE;
    }
    boolean isGood = selfTest();
    if (weights != null && need != null) {
      MemoryFit fit = new MemoryFit(need, LlamaLibrary.devices());
      print(MemoryText.of(weights, settings, fit));
      isGood &= fit.shortage().isEmpty();
    }
    return isGood ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** On the CPU, and where there are GPUs on them. */
  private boolean selfTest() {
    Path vector = BundledFiles.demo().resolve("vectors").resolve("corrigible.gguf");
    boolean isGood = true;
    for (String place : SelfTestText.places(LlamaLibrary.devices())) {
      GpuUse gpus =
          place.equals(SelfTestText.CPU)
              ? GpuUse.none()
              : GpuUse.layers(LlamaModel.Options.ALL_LAYERS);
      SelfTest.Result result = SelfTest.run(BundledFiles.model(), vector, gpus);
      print(SelfTestText.of(place, result));
      isGood &= result.isGood();
    }
    return isGood;
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
