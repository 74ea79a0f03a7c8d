package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/** llama.cpp's own quantizer. */
public final class Quantizer {
  private Quantizer() {}

  /**
   * The types that {@link #quantize} knows, from large to small, such as {@code q8_0} and {@code
   * q4_k_m}.
   */
  public static List<String> types() {
    LlamaLibrary.load();
    List<String> types = new ArrayList<>();
    for (int i = 0; ; i++) {
      BytePointer name = Steer.steer_quantize_type(i);
      if (name == null || name.isNull()) {
        return types;
      }
      types.add(name.getString());
    }
  }

  /** What becomes of a file whose weights are quantized already. */
  public enum Requantize {
    /** It is refused: errors of both types add up. */
    REFUSE,
    ALLOW
  }

  /**
   * Writes a model with weights of another type. {@code output} appears only when it is complete.
   *
   * @param type one of {@link #types()}, in any case
   * @param threads CPU threads; 0 for all cores
   * @throws LlamaException if the input is not accepted, or the type not known
   */
  public static void quantize(
      Path input, Path output, String type, int threads, Requantize requantize, Progress progress) {
    LlamaLibrary.load();
    try (BytePointer in = LlamaLibrary.cString(input.toString());
        BytePointer out = LlamaLibrary.cString(output.toString());
        BytePointer name = LlamaLibrary.cString(type);
        ProgressCallback callback = new ProgressCallback(progress)) {
      boolean allow = requantize == Requantize.ALLOW;
      int status = Steer.steer_quantize(in, out, name, threads, allow, callback, null);
      callback.rethrow();
      LlamaLibrary.check(status);
    }
  }
}
