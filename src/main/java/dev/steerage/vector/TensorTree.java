package dev.steerage.vector;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a file of tensors holds, in whatever format: the tensors and how they are arranged. */
sealed interface TensorTree {
  /** One tensor. */
  record Leaf(Tensor tensor) implements TensorTree {}

  /** Tensors, or more, in an order. */
  record Items(List<TensorTree> items) implements TensorTree {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** Tensors, or more, by name, in the file's order; a number that is a key is its digits. */
  record Entries(Map<String, TensorTree> entries) implements TensorTree {
    public Entries {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }

  /** A word or number beside the tensors: a {@link String}, {@link Long} or {@link Double}. */
  record Value(Object value) implements TensorTree {}

  /** Nothing: Python's None. */
  record Nothing() implements TensorTree {}
}
