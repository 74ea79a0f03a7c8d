package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.LayerRule.Layered;
import dev.steerage.vector.TensorTree.Entries;
import dev.steerage.vector.TensorTree.Items;
import dev.steerage.vector.TensorTree.Leaf;
import dev.steerage.vector.TensorTree.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of lm-evaluation-harness' model {@code steered} (lm_eval/models/hf_steered.py): by hook
 * point, such as {@code layers.3}, a dict of steering_vector, steering_coefficient, action and
 * bias; or, as its documentation has it, a list of such dicts with their hookpoint. The action add
 * is a steering vector times its coefficient; the action clamp sets a component of the residual
 * stream to a value, which no vector can.
 *
 * <p>The harness adds the last hook point's vector at all of them where there are several (its
 * lambda sees the last); here each has its own.
 */
final class SteeredHooks {
  private static final String VECTOR = "steering_vector";
  private static final Pattern BLOCK =
      Pattern.compile("(?:.*\\.)?(?:layers|h|blocks|block)\\.(0|[1-9][0-9]{0,5})");

  private final Path file;
  private final Map<Integer, float[]> directions = new LinkedHashMap<>();

  SteeredHooks(Path file) {
    this.file = file;
  }

  /** Whether a dict has such dicts. */
  static boolean isHooks(Entries entries) {
    return entries.entries().values().stream().anyMatch(SteeredHooks::isHook);
  }

  /** Whether a list has such dicts. */
  static boolean isHookList(Items items) {
    return items.items().stream().anyMatch(SteeredHooks::isHook);
  }

  private static boolean isHook(TensorTree tree) {
    return tree instanceof Entries entries && entries.entries().containsKey(VECTOR);
  }

  /**
   * The directions, times their coefficients in float32, as the harness computes.
   *
   * @throws InputException if a hook is no addition to a block's output
   */
  Layered read(Entries hooks) {
    hooks.entries().forEach(this::add);
    return layered();
  }

  /** The same of a list. */
  Layered read(Items hooks) {
    for (TensorTree hook : hooks.items()) {
      Object point = hook instanceof Entries entries ? value(entries, "hookpoint") : "";
      add(String.valueOf(point), hook);
    }
    return layered();
  }

  private Layered layered() {
    DirectionCheck.sameWidth(file, directions);
    return new Layered(
        Directions.ofLayers(directions),
        "hook point layers.N is the output of block N; coefficients are multiplied in");
  }

  private void add(String point, TensorTree tree) {
    String shown = "'" + InputFile.shown(point) + "'";
    if (!(tree instanceof Entries hook)
        || !(hook.entries().get(VECTOR) instanceof Leaf vector)
        || !(value(hook, "steering_coefficient") instanceof Number coefficient)) {
      throw InputException.in(
          file, "hook point " + shown + " has no steering_vector and steering_coefficient");
    }
    if (!value(hook, "action").equals("add")) {
      throw InputException.in(
          file,
          "hook point %s has the action '%s'; a steering vector can only be added"
              .formatted(shown, InputFile.shown(String.valueOf(value(hook, "action")))));
    }
    Matcher block = BLOCK.matcher(point);
    if (!block.matches()) {
      throw InputException.in(
          file, "hook point " + shown + " is no block's output; a block is layers.N");
    }
    float[] direction = vector.tensor().values();
    for (int i = 0; i < direction.length; i++) {
      direction[i] *= coefficient.floatValue();
    }
    String what = "steering_vector times steering_coefficient of " + shown;
    Tensor scaled = new Tensor(vector.tensor().shape(), direction);
    if (directions.put(Integer.parseInt(block.group(1)), DirectionCheck.row(file, what, scaled))
        != null) {
      throw InputException.in(file, "hook point " + shown + " is there twice; remove one");
    }
  }

  /** A word or number of a hook; empty where it has none. */
  private static Object value(Entries hook, String key) {
    return hook.entries().get(key) instanceof Value value ? value.value() : "";
  }
}
