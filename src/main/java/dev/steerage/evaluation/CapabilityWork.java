package dev.steerage.evaluation;

import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.runlog.CapabilityFolder;
import dev.steerage.runlog.RunFolder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** What of a model's sets of questions is still to be done. */
final class CapabilityWork {
  private final Inputs inputs;
  private final Preflight preflight;
  private final Optional<CapabilityFolder> folder;

  /**
   * @param run empty for one that has not begun
   */
  CapabilityWork(Inputs inputs, Preflight preflight, Optional<RunFolder> run) {
    this.inputs = inputs;
    this.preflight = preflight;
    this.folder = run.map(CapabilityFolder::new);
  }

  private List<CapabilityPass> missing() {
    return new CapabilityConditions(inputs)
        .passes(preflight.input().name()).stream().filter(this::isMissing).toList();
  }

  private boolean isMissing(CapabilityPass pass) {
    return folder.isEmpty() || !pass.conditions().stream().allMatch(folder.get()::holds);
  }

  /** Passes whose results are missing, with some weights. */
  List<CapabilityPass> passes(ModelInput weights) {
    return missing().stream().filter(pass -> weights(pass).equals(weights)).toList();
  }

  /** The weights that are needed, in any order. */
  Set<ModelInput> weights() {
    Set<ModelInput> weights = new LinkedHashSet<>();
    missing().forEach(pass -> weights.add(weights(pass)));
    return weights;
  }

  private ModelInput weights(CapabilityPass pass) {
    return Evaluation.weights(pass.cell(), preflight.input());
  }

  /** Tokens that are still to be decoded with some weights. */
  long tokens(ModelInput weights) {
    return sum(weights, CapabilityTexts.Size::tokens);
  }

  /** Bytes, about, of the files that are still to be written with some weights. */
  long bytes(ModelInput weights) {
    return sum(weights, CapabilityTexts.Size::bytes);
  }

  private long sum(ModelInput weights, ToLongFunction<CapabilityTexts.Size> what) {
    return passes(weights).stream()
        .map(pass -> preflight.capabilities().size(pass.set(), pass.cell().setting()))
        .mapToLong(what)
        .sum();
  }
}
