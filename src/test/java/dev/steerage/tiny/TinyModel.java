package dev.steerage.tiny;

import dev.steerage.tiny.GgufWriter.Tensor;
import dev.steerage.vector.GgufArray;
import dev.steerage.vector.GgufFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A model of the architecture llama with a real tokenizer and small random weights in F32, for
 * tests that need a model of some family but nothing of what it has learned:
 *
 * <pre>{@code
 * Path model = TinyModel.of(vocabulary).layers(3).seed(7).write(folder.resolve("model.gguf"));
 * }</pre>
 *
 * <p>The tokenizer's keys are copied byte for byte from another GGUF file, a model or one of
 * llama.cpp's vocabularies without weights ({@link Family}), and the model's name, by which
 * llama.cpp knows some tokenizers' peculiarities. The file has 8 bytes a token and unit of width,
 * so at the default width 16 MB for 32,000 tokens and 78 MB for 152,000.
 *
 * <p>Every value comes from the seed: the same options write the same bytes. Weights are scaled so
 * that the residual stream keeps its size and logits vary by about 2 nats: no token is all but
 * certain, and no change of a weight is lost in rounding.
 */
public final class TinyModel {
  private static final String NAME = "general.name";
  private static final String TEMPLATE = "tokenizer.chat_template";
  private static final double LOGIT_DEVIATION = 2;

  private final Path tokenizer;
  private int layers = 2;
  private int width = 64;
  private int heads = 4;
  private int feedForward = 128;
  private int context = 512;
  private long seed = 1;
  private Optional<String> chatTemplate = Optional.empty();

  private TinyModel(Path tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** A model with the tokenizer of a GGUF file, and its chat template where it has one. */
  public static TinyModel of(Path tokenizer) {
    return new TinyModel(tokenizer);
  }

  /** Number of blocks; 2 where nothing is said. */
  public TinyModel layers(int count) {
    layers = count;
    return this;
  }

  /**
   * Width of the residual stream, a multiple of twice the heads; 64 where nothing is said. K-quants
   * need a multiple of 256.
   */
  public TinyModel width(int values) {
    width = values;
    return this;
  }

  /** Attention heads; 4 where nothing is said. */
  public TinyModel heads(int count) {
    heads = count;
    return this;
  }

  /** Width between the two halves of a block's feed-forward part; 128 where nothing is said. */
  public TinyModel feedForward(int values) {
    feedForward = values;
    return this;
  }

  /** Tokens of context that it claims to be trained with; 512 where nothing is said. */
  public TinyModel context(int tokens) {
    context = tokens;
    return this;
  }

  /** What all weights are made from; 1 where nothing is said. */
  public TinyModel seed(long value) {
    seed = value;
    return this;
  }

  /** A chat template (Jinja) in place of the tokenizer's own. */
  public TinyModel chatTemplate(String jinja) {
    chatTemplate = Optional.of(jinja);
    return this;
  }

  /** Writes the model, over a file that is there, and returns the file. */
  public Path write(Path file) {
    return write(file, tensors());
  }

  /** Writes the model with other tensors than its own. */
  Path write(Path file, List<Tensor> tensors) {
    GgufWriter gguf =
        new GgufWriter()
            .text("general.architecture", "llama")
            .uint32("general.file_type", 0)
            .uint32("llama.context_length", context)
            .uint32("llama.embedding_length", width)
            .uint32("llama.block_count", layers)
            .uint32("llama.feed_forward_length", feedForward)
            .uint32("llama.attention.head_count", heads)
            .float32("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .copied(tokenizerEntries());
    chatTemplate.ifPresent(jinja -> gguf.text(TEMPLATE, jinja));
    return gguf.tensors(tensors).write(file);
  }

  private List<byte[]> tokenizerEntries() {
    return GgufEntries.read(tokenizer).entrySet().stream()
        .filter(entry -> entry.getKey().equals(NAME) || entry.getKey().startsWith("tokenizer."))
        .filter(entry -> chatTemplate.isEmpty() || !entry.getKey().startsWith(TEMPLATE))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The tensors in the file's order. */
  List<Tensor> tensors() {
    int tokens = vocabularySize();
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(matrix("token_embd.weight", width, tokens, 1));
    for (int layer = 0; layer < layers; layer++) {
      addBlock(tensors, "blk." + layer + ".");
    }
    tensors.add(ones("output_norm.weight"));
    tensors.add(matrix("output.weight", width, tokens, LOGIT_DEVIATION / Math.sqrt(width)));
    return tensors;
  }

  private void addBlock(List<Tensor> tensors, String block) {
    tensors.add(ones(block + "attn_norm.weight"));
    for (String part : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
      tensors.add(matrix(block + part + ".weight", width, width));
    }
    tensors.add(ones(block + "ffn_norm.weight"));
    tensors.add(matrix(block + "ffn_gate.weight", width, feedForward));
    tensors.add(matrix(block + "ffn_up.weight", width, feedForward));
    tensors.add(matrix(block + "ffn_down.weight", feedForward, width));
  }

  private int vocabularySize() {
    Object tokens = GgufFile.read(tokenizer).metadata().get("tokenizer.ggml.tokens");
    if (tokens instanceof GgufArray array) {
      return Math.toIntExact(array.length());
    }
    throw new IllegalArgumentException(tokenizer + " has no tokens");
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
  private Tensor matrix(String name, int inputs, int outputs) {
    return matrix(name, inputs, outputs, 1 / Math.sqrt(inputs));
  }

  private Tensor matrix(String name, int inputs, int outputs, double deviation) {
    List<Integer> dimensions = List.of(inputs, outputs);
    return new Tensor(name, dimensions, () -> random(seed, name, inputs * outputs, deviation));
  }

  /** Uniform values around 0 that depend on the seed and the name alone. */
  static float[] random(long seed, String name, int count, double deviation) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + name.hashCode());
    float[] values = new float[count];
    double halfWidth = Math.sqrt(3) * deviation;
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((2 * random.nextFloat() - 1) * halfWidth);
    }
    return values;
  }
}
