package dev.steerage.vector;

import dev.steerage.InputFile;
import dev.steerage.vector.PickleValue.Dict;
import dev.steerage.vector.PickleValue.None;
import dev.steerage.vector.PickleValue.Scalar;
import dev.steerage.vector.PickleValue.Sequence;
import dev.steerage.vector.PickleValue.Storage;
import dev.steerage.vector.PickleValue.View;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Turns what a pickle describes into tensors, with the numbers of its archive. */
final class TorchTensors {
  /** A list of dicts of tensors, as lm-evaluation-harness has it, is the deepest. */
  private static final int MOST_LEVELS = 4;

  private static final int MOST_KEYS_SHOWN = 5;

  private final TorchArchive archive;
  private final NumberBudget budget;

  TorchTensors(Path file, TorchArchive archive) {
    this.archive = archive;
    this.budget = new NumberBudget(file);
  }

  /**
   * Tensors in their lists and dicts.
   *
   * @throws PickleException if something else is there, or it is nested too deep
   */
  TensorTree tree(PickleValue value) throws PickleException {
    return tree(value, MOST_LEVELS);
  }

  /** One tensor, rounded to float32, row-major. */
  Tensor tensor(View view) throws PickleException {
    List<Integer> shape = shape(view);
    budget.take(shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b));
    return new Tensor(shape, values(view, numbers(view.storage())));
  }

  private TensorTree tree(PickleValue value, int levels) throws PickleException {
    if (levels == 0) {
      throw new PickleException("nests lists and dicts too deep; save tensors by layer");
    }
    budget.take(0);
    if (value instanceof View view) {
      return new TensorTree.Leaf(tensor(view));
    }
    if (value instanceof Sequence sequence) {
      List<TensorTree> items = new ArrayList<>();
      for (PickleValue item : sequence.items) {
        items.add(tree(item, levels - 1));
      }
      return new TensorTree.Items(items);
    }
    if (value instanceof Dict dict) {
      return entries(dict, levels);
    }
    if (value instanceof Scalar scalar) {
      return new TensorTree.Value(scalar.value());
    }
    if (value instanceof None) {
      return new TensorTree.Nothing();
    }
    throw new PickleException("holds " + inWords(value) + "; save tensors by layer");
  }

  private TensorTree entries(Dict dict, int levels) throws PickleException {
    Map<String, TensorTree> entries = new LinkedHashMap<>();
    for (int i = 0; i < dict.keys.size(); i++) {
      String key = key(dict.keys.get(i));
      if (entries.put(key, tree(dict.values.get(i), levels - 1)) != null) {
        throw new PickleException(
            "has the key '" + InputFile.shown(key) + "' twice; save it again");
      }
    }
    return new TensorTree.Entries(entries);
  }

  /** What a value is, in words, for a sentence. */
  static String inWords(PickleValue value) {
    if (value instanceof Dict dict) {
      String more = dict.keys.size() > MOST_KEYS_SHOWN ? ", …" : "";
      return dict.keys.stream()
          .limit(MOST_KEYS_SHOWN)
          .map(key -> InputFile.shown(key(key)))
          .collect(Collectors.joining(", ", "a dict with keys ", more));
    }
    if (value instanceof Sequence sequence) {
      return "a list or tuple of " + sequence.items.size() + " elements";
    }
    return "no tensor";
  }

  private static String key(PickleValue key) {
    return key instanceof Scalar scalar ? String.valueOf(scalar.value()) : "?";
  }

  private static List<Integer> shape(View view) throws PickleException {
    List<Long> shape = view.shape();
    if (view.strides().size() != shape.size()) {
      throw new PickleException("has a tensor of a shape that cannot be; save the tensor again");
    }
    long size = 1;
    for (long length : shape) {
      // checked after each factor, so that the product cannot overflow
      if (length < 0 || length > Integer.MAX_VALUE || size * length > view.storage().length()) {
        throw new PickleException(
            "has a tensor with more elements than numbers; save tensor.contiguous()");
      }
      size *= length;
    }
    return shape.stream().map(Long::intValue).toList();
  }

  private ByteBuffer numbers(Storage storage) throws PickleException {
    ByteBuffer bytes = archive.storage(storage.key());
    int width = storage.type().width();
    if (bytes.capacity() % width != 0 || bytes.capacity() / width != storage.length()) {
      throw new PickleException(
          "has a storage of another length than it says; save the tensor again");
    }
    return bytes;
  }

  private static float[] values(View view, ByteBuffer numbers) throws PickleException {
    int[] positions = positions(view);
    float[] values = new float[positions.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = view.storage().type().read(numbers, positions[i]);
    }
    return values;
  }

  /** Where each element lies in the storage, row-major. */
  private static int[] positions(View view) throws PickleException {
    List<Long> shape = view.shape();
    int size = Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b));
    int[] positions = new int[size];
    long[] index = new long[shape.size()];
    for (int i = 0; i < size; i++) {
      positions[i] = position(view, index);
      for (int d = index.length - 1; d >= 0 && ++index[d] == shape.get(d); d--) {
        index[d] = 0;
      }
    }
    return positions;
  }

  private static int position(View view, long[] index) throws PickleException {
    long length = view.storage().length();
    long position = view.offset();
    for (int d = 0; d < index.length; d++) {
      long stride = view.strides().get(d);
      if (stride < 0 || (index[d] > 0 && stride > length)) {
        position = length;
      } else {
        position += index[d] * stride;
      }
    }
    if (position < 0 || position >= length) {
      throw new PickleException("has a tensor that leaves its storage; save the tensor again");
    }
    return (int) position;
  }
}
