package dev.steerage.vector;

import dev.steerage.InputFile;
import dev.steerage.vector.PickleValue.Dict;
import dev.steerage.vector.PickleValue.Global;
import dev.steerage.vector.PickleValue.Scalar;
import dev.steerage.vector.PickleValue.Sequence;
import dev.steerage.vector.PickleValue.Storage;
import dev.steerage.vector.PickleValue.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The calls that a pickle of tensors may ask for, and what they give. */
final class TensorCall {
  private static final String REBUILD_TENSOR = "torch._utils _rebuild_tensor_v2";
  private static final String REBUILD_PARAMETER = "torch._utils _rebuild_parameter";
  private static final String ORDERED_DICT = "collections OrderedDict";
  private static final int MOST_DIMENSIONS = 8;
  private static final Set<String> CALLS = Set.of(REBUILD_TENSOR, REBUILD_PARAMETER, ORDERED_DICT);

  private TensorCall() {}

  /**
   * The name itself if it is one that tensors need.
   *
   * @throws PickleException naming it otherwise
   */
  static String checked(String global) throws PickleException {
    if (!CALLS.contains(global) && NumberType.ofTorch(global).isEmpty()) {
      String shown = InputFile.shown(global);
      throw new PickleException(
          "refused: the file asks for '" + shown + "'; save the plain tensor alone");
    }
    return global;
  }

  /** A persistent id: ('storage', type, key, device, length). */
  static Storage storage(PickleValue id) throws PickleException {
    List<PickleValue> parts = items(id);
    if (parts.size() < 5 || !(parts.get(1) instanceof Global type)) {
      throw strange("storage");
    }
    NumberType known = NumberType.ofTorch(type.name()).orElseThrow(() -> strange("storage"));
    if (!(parts.get(2) instanceof Scalar key) || !(key.value() instanceof String entry)) {
      throw strange("storage");
    }
    return new Storage(known, entry, number(parts.get(4)));
  }

  /** What a call of a global gives. */
  static PickleValue call(PickleValue function, PickleValue arguments) throws PickleException {
    List<PickleValue> given = items(arguments);
    String name = function instanceof Global global ? global.name() : "";
    if (name.equals(ORDERED_DICT) && given.isEmpty()) {
      return new Dict();
    }
    if (name.equals(REBUILD_PARAMETER) && !given.isEmpty() && given.get(0) instanceof View view) {
      return view;
    }
    if (name.equals(REBUILD_TENSOR)
        && given.size() >= 4
        && given.get(0) instanceof Storage storage) {
      return new View(storage, number(given.get(1)), numbers(given.get(2)), numbers(given.get(3)));
    }
    throw strange("call");
  }

  private static List<PickleValue> items(PickleValue value) throws PickleException {
    if (value instanceof Sequence sequence) {
      return sequence.items;
    }
    throw strange("argument");
  }

  /** Copied for each tensor, so a long list that many tensors name would fill memory. */
  private static List<Long> numbers(PickleValue value) throws PickleException {
    List<PickleValue> items = items(value);
    if (items.size() > MOST_DIMENSIONS) {
      throw strange("shape");
    }
    List<Long> numbers = new ArrayList<>();
    for (PickleValue item : items) {
      numbers.add(number(item));
    }
    return numbers;
  }

  private static long number(PickleValue value) throws PickleException {
    if (value instanceof Scalar scalar && scalar.value() instanceof Long number) {
      return number;
    }
    throw strange("number");
  }

  private static PickleException strange(String what) {
    return new PickleException(
        "refused: a " + what + " in its data.pkl is not one of a tensor; save the tensor again");
  }
}
