package dev.steerage.tiny;

import dev.steerage.vector.GgufWriter;
import dev.steerage.vector.GgufWriter.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A random LoRA adapter for some matrices of a {@link TinyModel}: as an adapter file, and as the
 * same model with the adapter merged into its weights, against which an adapter at work is compared
 * in tests.
 *
 * <pre>{@code
 * TinyLora lora = TinyLora.of(model, "blk.0.attn_q.weight", "blk.1.ffn_down.weight").rank(4);
 * Path adapter = lora.write(folder.resolve("lora.gguf"));
 * Path merged = lora.writeMerged(folder.resolve("merged.gguf"), 0.5);
 * }</pre>
 *
 * <p>A matrix W [outputs × inputs] becomes W + scale · alpha / rank · B A, with A [rank × inputs]
 * and B [outputs × rank] (llama.cpp's llama-adapter.h; an alpha of 0 there leaves out alpha /
 * rank). At the default settings and scale 1 the change is about as large as W.
 */
public final class TinyLora {
  private final TinyModel model;
  private final List<String> targets;
  private int rank = 4;
  private double alpha = 8;
  private long seed = 1;

  private TinyLora(TinyModel model, List<String> targets) {
    this.model = model;
    this.targets = targets;
  }

  /**
   * An adapter.
   *
   * @param model as its options are when a file is written
   * @param targets matrices of the model, such as {@code blk.0.attn_q.weight} or {@code
   *     output.weight}; not {@code token_embd.weight}, whose A and B llama.cpp wants transposed
   * @throws IllegalArgumentException if one of them is no such matrix
   */
  public static TinyLora of(TinyModel model, String... targets) {
    for (String target : targets) {
      boolean isMatrix =
          model.tensors().stream()
              .anyMatch(t -> t.name().equals(target) && t.dimensions().size() == 2);
      if (!isMatrix || target.equals("token_embd.weight")) {
        throw new IllegalArgumentException("no adapter is made for the tensor " + target);
      }
    }
    return new TinyLora(model, List.of(targets));
  }

  /** Rows of A; 4 where nothing is said. */
  public TinyLora rank(int rows) {
    rank = rows;
    return this;
  }

  /** The factor in the adapter's metadata, not 0; 8 where nothing is said. */
  public TinyLora alpha(float factor) {
    alpha = factor;
    return this;
  }

  /** What A and B are made from; 1 where nothing is said. */
  public TinyLora seed(long value) {
    seed = value;
    return this;
  }

  /** Writes the adapter, over a file that is there, and returns the file. */
  public Path write(Path file) {
    List<Tensor> factors = new ArrayList<>();
    for (Tensor tensor : model.tensors()) {
      if (targets.contains(tensor.name())) {
        factors.add(a(tensor));
        factors.add(b(tensor));
      }
    }
    return new GgufWriter()
        .text("general.architecture", "llama")
        .text("general.type", "adapter")
        .text("adapter.type", "lora")
        .float32("adapter.lora.alpha", (float) alpha)
        .tensors(factors)
        .write(file);
  }

  /**
   * Writes the model with the adapter merged into its weights, over a file that is there, and
   * returns the file. Sums are in double and rounded to F32 once.
   *
   * @param scale the factor that an adapter is applied with
   */
  public Path writeMerged(Path file, double scale) {
    List<Tensor> tensors =
        model.tensors().stream()
            .map(tensor -> targets.contains(tensor.name()) ? merged(tensor, scale) : tensor)
            .toList();
    return model.write(file, tensors);
  }

  private Tensor merged(Tensor tensor, double scale) {
    return new Tensor(tensor.name(), tensor.dimensions(), () -> sum(tensor, scale));
  }

  private float[] sum(Tensor tensor, double scale) {
    float[] w = tensor.values().get();
    float[] a = a(tensor).values().get(); // [rank, inputs]
    float[] b = b(tensor).values().get(); // [outputs, rank]
    int inputs = tensor.dimensions().get(0);
    double factor = scale * alpha / rank;
    for (int i = 0; i < w.length; i++) {
      double product = 0;
      for (int r = 0; r < rank; r++) {
        product += (double) b[i / inputs * rank + r] * a[r * inputs + i % inputs];
      }
      w[i] = (float) (w[i] + factor * product);
    }
    return w;
  }

  private Tensor a(Tensor target) {
    int inputs = target.dimensions().get(0);
    return factor(target.name() + ".lora_a", inputs, rank, 1 / Math.sqrt(inputs));
  }

  private Tensor b(Tensor target) {
    int outputs = target.dimensions().get(1);
    return factor(target.name() + ".lora_b", rank, outputs, 1 / Math.sqrt(4.0 * rank));
  }

  private Tensor factor(String name, int columns, int rows, double deviation) {
    return new Tensor(
        name,
        List.of(columns, rows),
        () -> TinyModel.random(seed, name, columns * rows, deviation));
  }
}
