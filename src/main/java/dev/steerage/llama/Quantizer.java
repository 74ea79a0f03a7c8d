package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.BoolPointer;
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

  /**
   * {@code general.file_type} of a file of a type.
   *
   * @param type one of {@link #types()}, in any case
   */
  public static int fileType(String type) {
    LlamaLibrary.load();
    try (BytePointer name = LlamaLibrary.cString(type)) {
      return Steer.steer_quantize_file_type(name);
    }
  }

  /**
   * A tensor whose rows do not fit the type that was meant for it.
   *
   * @param tensor its name
   * @param wanted that type, by ggml's name in upper case, such as {@code Q4_K}
   * @param given the type that it gets
   */
  public record Fallback(String tensor, String wanted, String given) {}

  /**
   * What {@link #quantize} would do.
   *
   * @param needsImportance whether the type is refused for want of an importance matrix, or of some
   *     tensors in it
   * @param fallbacks the tensors that would get another type
   */
  public record Plan(boolean needsImportance, List<Fallback> fallbacks) {
    public Plan {
      fallbacks = List.copyOf(fallbacks);
    }
  }

  /**
   * What would become of a model, without reading its weights.
   *
   * @param type one of {@link #types()}, in any case
   * @throws LlamaException if the input is not accepted, or the type not known
   */
  public static Plan plan(Path input, String type, Optional<ImportanceMatrix> importance) {
    LlamaLibrary.load();
    try (BoolPointer needed = new BoolPointer(1);
        BytePointer in = LlamaLibrary.cString(input.toString());
        BytePointer name = LlamaLibrary.cString(type)) {
      String lines =
          LlamaLibrary.text(
              (buffer, size, length) ->
                  ImportanceMatrix.use(
                      importance,
                      matrix ->
                          Steer.steer_quantize_plan(
                              in, name, matrix, needed, buffer, size, length)));
      return new Plan(needed.get(), lines.lines().map(Quantizer::fallback).toList());
    }
  }

  private static Fallback fallback(String line) {
    String[] parts = line.split("\t", -1);
    return new Fallback(
        parts[0], parts[1].toUpperCase(Locale.ROOT), parts[2].toUpperCase(Locale.ROOT));
  }

  /** What becomes of a file whose weights are quantized already. */
  public enum Requantize {
    /** It is refused: errors of both types add up. */
    REFUSE,
    ALLOW
  }

  /**
   * Writes a model with weights of another type. {@code output} appears only when it is complete;
   * until then it is {@link #part}.
   *
   * @param type one of {@link #types()}, in any case
   * @param threads CPU threads; 0 for all cores
   * @param importance weights for the rounding errors
   * @throws LlamaException if the input is not accepted, or the type not known
   */
  public static void quantize(
      Path input,
      Path output,
      String type,
      int threads,
      Requantize requantize,
      Optional<ImportanceMatrix> importance,
      Progress progress) {
    LlamaLibrary.load();
    try (BytePointer in = LlamaLibrary.cString(input.toString());
        BytePointer out = LlamaLibrary.cString(output.toString());
        BytePointer name = LlamaLibrary.cString(type);
        ProgressCallback callback = new ProgressCallback(progress)) {
      boolean allow = requantize == Requantize.ALLOW;
      int status =
          ImportanceMatrix.use(
              importance,
              matrix ->
                  Steer.steer_quantize(in, out, name, threads, allow, matrix, callback, null));
      callback.rethrow();
      LlamaLibrary.check(status);
    }
  }

  /** The name of a file while it is written. */
  public static Path part(Path output) {
    return output.resolveSibling(output.getFileName() + ".part");
  }
}
