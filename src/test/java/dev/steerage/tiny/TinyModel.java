package dev.steerage.tiny;

import dev.steerage.tiny.TinyArchitecture.Part;
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
import java.util.Optional;
import java.util.Random;

/**
 * A model of the architecture llama, or of another one, with a real tokenizer and small random
 * weights in F32, for tests that need a model of some family but nothing of what it has learned:
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
  private static final int WINDOW = 6;

  private final Path tokenizer;
  private int layers = 2;
  private int width = 64;
  private int heads = 4;
  private int feedForward = 128;
  private int context = 512;
  private long seed = 1;
  private TinyArchitecture architecture = TinyArchitecture.LLAMA;
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

  /** The architecture; llama where nothing is said. */
  public TinyModel architecture(TinyArchitecture value) {
    architecture = value;
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
    String name = architecture.word();
    GgufWriter gguf =
        new GgufWriter()
            .text("general.architecture", name)
            .uint32("general.file_type", 0)
            .uint32(name + ".context_length", context)
            .uint32(name + ".embedding_length", width)
            .uint32(name + ".block_count", layers)
            .uint32(name + ".feed_forward_length", feedForward)
            .uint32(name + ".attention.head_count", heads)
            .float32(name + ".attention.layer_norm_rms_epsilon", 1e-5f)
            .copied(tokenizerEntries());
    if (architecture != TinyArchitecture.LLAMA) {
      gguf.float32(name + ".attention.layer_norm_epsilon", 1e-5f).float32(name + ".logit_scale", 1);
    }
    if (architecture.has(Part.WINDOW)) {
      gguf.uint32(name + ".attention.sliding_window", WINDOW);
    }
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
    boolean isTied = architecture.has(Part.TIED);
    double deviation = isTied ? LOGIT_DEVIATION / Math.sqrt(width) : 1;
    tensors.add(matrix("token_embd.weight", width, tokens, deviation));
    if (architecture.has(Part.POSITIONS)) {
      tensors.add(matrix("position_embd.weight", width, context, 1));
    }
    if (architecture.has(Part.EMBEDDING_NORM)) {
      tensors.add(ones("token_embd_norm.weight"));
      tensors.add(biases("token_embd_norm.bias", width));
    }
    for (int layer = 0; layer < layers; layer++) {
      addBlock(tensors, "blk." + layer + ".");
    }
    tensors.add(ones("output_norm.weight"));
    if (architecture.has(Part.FUSED)) {
      tensors.add(biases("output_norm.bias", width));
    }
    if (!isTied) {
      tensors.add(matrix("output.weight", width, tokens, LOGIT_DEVIATION / Math.sqrt(width)));
    }
    return tensors;
  }

  private void addBlock(List<Tensor> tensors, String block) {
    if (architecture.has(Part.FUSED)) {
      addFusedBlock(tensors, block);
      return;
    }
    if (architecture.has(Part.QKV_BIASES)) {
      for (String part : List.of("attn_q", "attn_k", "attn_v")) {
        tensors.add(biases(block + part + ".bias", width));
      }
    }
    if (architecture.has(Part.HEAD_NORMS)) {
      tensors.add(ones(block + "attn_q_norm.weight", width / heads));
      tensors.add(ones(block + "attn_k_norm.weight", width / heads));
    }
    if (architecture.has(Part.POST_NORMS)) {
      tensors.add(ones(block + "post_attention_norm.weight"));
      tensors.add(ones(block + "post_ffw_norm.weight"));
    }
    tensors.add(ones(block + "attn_norm.weight"));
    for (String part : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
      tensors.add(matrix(block + part + ".weight", width, width));
    }
    if (!architecture.has(Part.ONE_NORM)) {
      tensors.add(ones(block + "ffn_norm.weight"));
    }
    tensors.add(matrix(block + "ffn_gate.weight", width, feedForward));
    tensors.add(matrix(block + "ffn_up.weight", width, feedForward));
    tensors.add(matrix(block + "ffn_down.weight", feedForward, width));
  }

  /** With biases everywhere, and query, key and value in one matrix. */
  private void addFusedBlock(List<Tensor> tensors, String block) {
    for (String norm : List.of("attn_norm", "ffn_norm")) {
      tensors.add(ones(block + norm + ".weight"));
      tensors.add(biases(block + norm + ".bias", width));
    }
    addLinear(tensors, block + "attn_qkv", width, 3 * width);
    addLinear(tensors, block + "attn_output", width, width);
    addLinear(tensors, block + "ffn_up", width, feedForward);
    addLinear(tensors, block + "ffn_down", feedForward, width);
  }

  private void addLinear(List<Tensor> tensors, String name, int inputs, int outputs) {
    tensors.add(matrix(name + ".weight", inputs, outputs));
    tensors.add(biases(name + ".bias", outputs));
  }

  private Tensor biases(String name, int count) {
    return new Tensor(name, List.of(count), () -> random(seed, name, count, 0.1));
  }

  private int vocabularySize() {
    Object tokens = GgufFile.read(tokenizer).metadata().get("tokenizer.ggml.tokens");
    if (tokens instanceof GgufArray array) {
      return Math.toIntExact(array.length());
    }
    throw new IllegalArgumentException(tokenizer + " has no tokens");
  }

  private Tensor ones(String name) {
    return ones(name, width);
  }

  private static Tensor ones(String name, int count) {
    return new Tensor(
        name,
        List.of(count),
        () -> {
          float[] values = new float[count];
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
