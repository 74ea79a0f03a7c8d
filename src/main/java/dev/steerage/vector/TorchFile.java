package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.PickleValue.Dict;
import dev.steerage.vector.PickleValue.Scalar;
import dev.steerage.vector.PickleValue.Sequence;
import dev.steerage.vector.PickleValue.Storage;
import dev.steerage.vector.PickleValue.View;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads a PyTorch file ({@code .pt}, as {@code torch.save} writes it since 1.6) that holds one
 * tensor of float, double, half, bfloat16, long or int numbers. Nothing in the file is executed.
 */
public final class TorchFile {
  private static final long MOST_BYTES = 64 << 20;
  private static final int MOST_DIMENSIONS = 8;
  private static final int MOST_KEYS_SHOWN = 5;

  private TorchFile() {}

  /**
   * The tensor of a file of at most 64 MiB, rounded to float32.
   *
   * @throws InputException if the file is damaged, holds anything but one tensor, asks for code, or
   *     has a value that is not finite; the sentence names it
   */
  public static Tensor readTensor(Path file) {
    new InputFile(file).checkSize(MOST_BYTES);
    FileMagic.of(file).check(file, FileMagic.ZIP);
    try (TorchArchive archive = TorchArchive.open(file)) {
      PickleValue value = TensorPickle.read(archive.pickle());
      if (value instanceof View view) {
        ByteBuffer numbers = numbers(archive, view.storage());
        List<Integer> shape = shape(view);
        return new Tensor(shape, values(file, view, numbers));
      }
      throw new PickleException("holds " + inWords(value) + "; save one tensor alone");
    } catch (PickleException e) {
      throw InputException.in(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Integer> shape(View view) throws PickleException {
    List<Long> shape = view.shape();
    if (shape.size() > MOST_DIMENSIONS || view.strides().size() != shape.size()) {
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

  private static ByteBuffer numbers(TorchArchive archive, Storage storage) throws PickleException {
    byte[] bytes = archive.storage(storage.key());
    int width = storage.type().width();
    if (bytes.length % width != 0 || bytes.length / width != storage.length()) {
      throw new PickleException(
          "has a storage of another length than it says; save the tensor again");
    }
    return ByteBuffer.wrap(bytes).order(archive.byteOrder());
  }

  private static float[] values(Path file, View view, ByteBuffer numbers) throws PickleException {
    TorchType type = view.storage().type();
    int[] positions = positions(view);
    float[] values = new float[positions.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.read(numbers, positions[i]);
      if (!Float.isFinite(values[i])) {
        throw InputException.in(
            file, "value " + i + " of the tensor is " + values[i] + "; all must be finite");
      }
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

  private static String inWords(PickleValue value) {
    if (value instanceof Dict dict) {
      String more = dict.keys.size() > MOST_KEYS_SHOWN ? ", …" : "";
      return dict.keys.stream()
          .limit(MOST_KEYS_SHOWN)
          .map(TorchFile::key)
          .collect(Collectors.joining(", ", "a dict with keys ", more));
    }
    if (value instanceof Sequence sequence) {
      return "a list or tuple of " + sequence.items.size() + " elements";
    }
    return "no tensor";
  }

  private static String key(PickleValue key) {
    return key instanceof Scalar scalar ? InputFile.shown(String.valueOf(scalar.value())) : "?";
  }
}
