package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.vector.GgmlType;
import dev.steerage.vector.GgufArray;
import dev.steerage.vector.GgufEntries;
import dev.steerage.vector.GgufFile;
import dev.steerage.vector.GgufWriter;
import dev.steerage.vector.GgufWriter.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A model of the architecture llama with small random weights: it has learned nothing, and costs
 * what a trained one of its shape costs.
 *
 * <p>The tokenizer's keys are copied byte for byte from another GGUF file, and the model's name, by
 * which llama.cpp knows some tokenizers' peculiarities. Every value comes from the seed: the same
 * model writes the same bytes. Weights are scaled so that the residual stream keeps its size and
 * logits vary by about 2 nats: no token is all but certain, and no change of a weight is lost in
 * rounding.
 *
 * @param tokenizer the file with the tokenizer
 * @param layers number of blocks
 * @param width of the residual stream, a multiple of twice the heads
 * @param heads of the attention
 * @param feedForward width between the two halves of a block's feed-forward part
 * @param context tokens of context that it claims to be trained with
 * @param seed what all weights are made from
 */
public record RandomModel(
    Path tokenizer, int layers, int width, int heads, int feedForward, int context, long seed) {
  /** What begins the keys of a tokenizer's chat template. */
  public static final String TEMPLATE = "tokenizer.chat_template";

  private static final String NAME = "general.name";
  private static final double LOGIT_DEVIATION = 2;

  /**
   * The whole file in a type.
   *
   * @param type of the matrices, F32 or F16; vectors are F32
   * @throws InputException if the tokenizer's file has none
   */
  public GgufWriter gguf(GgmlType type) {
    return header(type).copied(tokenizerEntries(any -> true)).tensors(tensors(type));
  }

  /**
   * The keys but for the tokenizer's.
   *
   * @param type of the matrices
   */
  public GgufWriter header(GgmlType type) {
    return new GgufWriter()
        .text("general.architecture", "llama")
        .uint32("general.file_type", type == GgmlType.F16 ? 1 : 0)
        .uint32("llama.context_length", context)
        .uint32("llama.embedding_length", width)
        .uint32("llama.block_count", layers)
        .uint32("llama.feed_forward_length", feedForward)
        .uint32("llama.attention.head_count", heads)
        .float32("llama.attention.layer_norm_rms_epsilon", 1e-5f);
  }

  /**
   * The tokenizer's keys with their values, as {@link GgufWriter#copied} takes them.
   *
   * @param wanted of its keys
   */
  public List<byte[]> tokenizerEntries(Predicate<String> wanted) {
    return GgufEntries.read(tokenizer).entrySet().stream()
        .filter(entry -> entry.getKey().equals(NAME) || entry.getKey().startsWith("tokenizer."))
        .filter(entry -> wanted.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * The tensors in the file's order.
   *
   * @param type of the matrices
   * @throws InputException if the tokenizer's file has no tokens
   */
  public List<Tensor> tensors(GgmlType type) {
    int tokens = vocabularySize();
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(matrix("token_embd.weight", type, width, tokens, 1));
    for (int layer = 0; layer < layers; layer++) {
      addBlock(tensors, type, "blk." + layer + ".");
    }
    tensors.add(ones("output_norm.weight"));
    double deviation = LOGIT_DEVIATION / Math.sqrt(width);
    tensors.add(matrix("output.weight", type, width, tokens, deviation));
    return tensors;
  }

  /** Number of weights. */
  public long parameters() {
    return tensors(GgmlType.F32).stream().mapToLong(Tensor::size).sum();
  }

  private void addBlock(List<Tensor> tensors, GgmlType type, String block) {
    tensors.add(ones(block + "attn_norm.weight"));
    for (String part : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
      tensors.add(matrix(block + part + ".weight", type, width, width));
    }
    tensors.add(ones(block + "ffn_norm.weight"));
    tensors.add(matrix(block + "ffn_gate.weight", type, width, feedForward));
    tensors.add(matrix(block + "ffn_up.weight", type, width, feedForward));
    tensors.add(matrix(block + "ffn_down.weight", type, feedForward, width));
  }

  private int vocabularySize() {
    Object tokens = GgufFile.read(tokenizer).metadata().get("tokenizer.ggml.tokens");
    if (tokens instanceof GgufArray array) {
      return Math.toIntExact(array.length());
    }
    throw InputException.in(tokenizer, "has no tokens; name a model");
  }

  private Tensor ones(String name) {
    return new Tensor(
        name,
        List.of(width),
        () -> {
          float[] values = new float[width];
          Arrays.fill(values, 1);
          return values;
        });
  }

  /** Weights whose products with values of deviation 1 have deviation 1. */
  private Tensor matrix(String name, GgmlType type, int inputs, int outputs) {
    return matrix(name, type, inputs, outputs, 1 / Math.sqrt(inputs));
  }

  private Tensor matrix(String name, GgmlType type, int inputs, int outputs, double deviation) {
    List<Integer> dimensions = List.of(inputs, outputs);
    return new Tensor(
        name, dimensions, type, () -> random(seed, name, inputs * outputs, deviation));
  }

  /** Uniform values around 0 that depend on the seed and the name alone. */
  public static float[] random(long seed, String name, int count, double deviation) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + name.hashCode());
    float[] values = new float[count];
    double halfWidth = Math.sqrt(3) * deviation;
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((2 * random.nextFloat() - 1) * halfWidth);
    }
    return values;
  }
}
