package dev.steerage.vector;

import java.util.ArrayList;
import java.util.List;

/** What a pickle of tensors is made of. */
sealed interface PickleValue {
  /** A Python value without parts. */
  record Scalar(Object value) implements PickleValue {}

  /** Python's None. */
  record None() implements PickleValue {}

  /** A name that a pickle asks for, such as "torch FloatStorage"; it is never looked up. */
  record Global(String name) implements PickleValue {}

  /**
   * Numbers in an entry of the archive.
   *
   * @param type of the numbers
   * @param key name of the entry in the folder {@code data}
   * @param length in numbers
   */
  record Storage(NumberType type, String key, long length) implements PickleValue {}

  /**
   * A view of a storage.
   *
   * @param offset of the first number in the storage
   * @param shape sizes, slowest dimension first
   * @param strides distance in numbers between neighbours, by dimension
   */
  record View(Storage storage, long offset, List<Long> shape, List<Long> strides)
      implements PickleValue {
    public View {
      shape = List.copyOf(shape);
      strides = List.copyOf(strides);
    }
  }

  /** A tuple or list. Compared by identity, since a hostile one may hold itself. */
  final class Sequence implements PickleValue {
    final List<PickleValue> items = new ArrayList<>();
  }

  /** A dict: as many values as keys, in order. Compared by identity, as above. */
  final class Dict implements PickleValue {
    final List<PickleValue> keys = new ArrayList<>();
    final List<PickleValue> values = new ArrayList<>();
  }
}
