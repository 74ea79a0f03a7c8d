package dev.steerage.evaluation;

import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.NeutralFolder;
import dev.steerage.runlog.RunFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a model's neutral text is still to be done. Random directions are left out but where they
 * are tuned, and system prompts, because a plain text has none.
 */
final class NeutralWork {
  /** Results that are held in memory until they are complete; about 100 bytes each. */
  private static final long MOST_ROWS = 500_000;

  private final Inputs inputs;
  private final Preflight preflight;
  private final Optional<NeutralFolder> folder;
  private final Share share;

  /** Conditions with the same key have the same logits. */
  private record Key(Setting setting, @Nullable String behavior) {
    static Key of(Cell cell) {
      Steering steering = cell.setting().steering();
      boolean isOfBehavior = steering != null && steering.needsResidualNorm();
      return new Key(cell.setting(), isOfBehavior ? cell.condition().behavior() : null);
    }
  }

  /**
   * @param run empty for one that has not begun
   * @param share whose own conditions are to be done
   */
  NeutralWork(Inputs inputs, Preflight preflight, Optional<RunFolder> run, Share share) {
    this.share = share;
    this.inputs = inputs;
    this.preflight = preflight;
    this.folder = run.map(NeutralFolder::new);
  }

  /** Passes whose results are missing, the baseline's first. */
  List<NeutralPass> passes(ModelInput weights) {
    Map<Key, List<Condition>> passes = new LinkedHashMap<>();
    if (preflight.neutral() == null) {
      return List.of();
    }
    String name = preflight.input().name();
    for (Cell cell : inputs.behaviors().stream().flatMap(b -> cells(name, b.name())).toList()) {
      ModelInput other = cell.setting().weights();
      if (weights.equals(other == null ? preflight.input() : other)) {
        passes.computeIfAbsent(Key.of(cell), key -> new ArrayList<>()).add(cell.condition());
      }
    }
    return passes.entrySet().stream()
        .map(pass -> new NeutralPass(pass.getKey().setting(), pass.getValue()))
        .toList();
  }

  /** Whether a condition is one that the neutral text is read under. */
  static boolean isRead(Cell cell) {
    return cell.setting().systemPrompt() == null && !cell.condition().isRandomDirection();
  }

  /** A search needs to know what random directions cost. */
  private static boolean isDirection(Cell cell) {
    return cell.condition().isRandomDirection();
  }

  private Stream<Cell> cells(String model, String behavior) {
    return inputs.cells(model, behavior).stream()
        .filter(cell -> isRead(cell) || (inputs.tuned().isSearch() && isDirection(cell)))
        .filter(cell -> share.owns(cell.condition()))
        .filter(cell -> folder.isEmpty() || !folder.get().holds(cell.condition()));
  }

  /**
   * The weights that are needed: the model's own first, whose baseline all others are compared
   * with, then fine-tuned ones.
   */
  Set<ModelInput> weights() {
    Set<ModelInput> weights = new LinkedHashSet<>(fineTuned());
    if (weights.isEmpty() && passes(preflight.input()).isEmpty()) {
      return weights;
    }
    Set<ModelInput> all = new LinkedHashSet<>(Set.of(preflight.input()));
    all.addAll(weights);
    return all;
  }

  /** Fine-tuned weights whose results are missing. */
  Set<ModelInput> fineTuned() {
    Set<ModelInput> weights = new LinkedHashSet<>();
    for (Intervention.FineTuned fineTuned : inputs.interventions(Intervention.FineTuned.class)) {
      if (!passes(fineTuned.weights()).isEmpty()) {
        weights.add(fineTuned.weights());
      }
    }
    return weights;
  }

  /**
   * Missing passes but the baseline's in portions that are held in memory together. Each portion
   * has the baseline decoded once; there is one, empty, where only that is needed.
   */
  List<List<NeutralPass>> portions(ModelInput weights) {
    NeutralChunks chunks = preflight.neutral();
    List<List<NeutralPass>> portions = new ArrayList<>();
    if (chunks == null || !weights().contains(weights)) {
      return portions;
    }
    List<NeutralPass> steered = passes(weights).stream().filter(p -> !p.isBaseline()).toList();
    int size = (int) Math.max(1, MOST_ROWS / chunks.rows());
    for (int from = 0; from == 0 || from < steered.size(); from += size) {
      portions.add(steered.subList(from, Math.min(from + size, steered.size())));
    }
    return portions;
  }

  /**
   * Tokens that are still to be decoded with some weights.
   *
   * @param beside whether a reference model decodes what the model's own weights decode
   */
  long tokens(ModelInput weights, boolean beside) {
    NeutralChunks chunks = preflight.neutral();
    boolean isOwn = weights.equals(preflight.input());
    long passes = 0;
    for (List<NeutralPass> portion : portions(weights)) {
      passes += (isOwn && beside ? 2L : 1L) * (portion.size() + (isOwn ? 1 : 0));
    }
    return chunks == null ? 0 : passes * chunks.tokens();
  }
}
