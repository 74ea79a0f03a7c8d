package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.PickleValue.View;
import java.nio.file.Path;

/**
 * Reads PyTorch files ({@code .pt}, {@code .pth}, as {@code torch.save} writes them since 1.6) with
 * tensors of float, double, half, bfloat16, long or int numbers. Nothing in a file is executed.
 */
public final class TorchFile {
  private static final long MOST_BYTES = 64 << 20;

  private TorchFile() {}

  /**
   * The tensor of a file that holds one alone, of at most 64 MiB, rounded to float32.
   *
   * @throws InputException if the file is damaged, holds anything but one tensor, asks for code, or
   *     has a value that is not finite; the sentence names it
   */
  public static Tensor readTensor(Path file) {
    try (TorchArchive archive = open(file)) {
      PickleValue value = TensorPickle.read(archive.pickle());
      if (value instanceof View view) {
        return finite(file, new TorchTensors(file, archive).tensor(view));
      }
      throw new PickleException("holds " + TorchTensors.inWords(value) + "; save one tensor alone");
    } catch (PickleException e) {
      throw InputException.in(file, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The tensors of a file of at most 64 MiB, in their lists and dicts. Values may be infinite or no
   * numbers.
   *
   * @throws InputException if the file is damaged, holds other objects or asks for code
   */
  static TensorTree read(Path file) {
    try (TorchArchive archive = open(file)) {
      return new TorchTensors(file, archive).tree(TensorPickle.read(archive.pickle()));
    } catch (PickleException e) {
      throw InputException.in(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static TorchArchive open(Path file) {
    new InputFile(file).checkSize(MOST_BYTES);
    FileMagic.of(file).check(file, FileMagic.ZIP);
    return TorchArchive.open(file);
  }

  private static Tensor finite(Path file, Tensor tensor) {
    float[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw InputException.in(
            file, "value " + i + " of the tensor is " + values[i] + "; all must be finite");
      }
    }
    return tensor;
  }
}
