package dev.steerage.tiny;

import dev.steerage.evaluation.RandomModel;
import dev.steerage.vector.GgmlType;
import dev.steerage.vector.GgufWriter;
import dev.steerage.vector.GgufWriter.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
    GgufWriter gguf = random().header(GgmlType.F32).copied(tokenizerEntries());
    chatTemplate.ifPresent(jinja -> gguf.text(RandomModel.TEMPLATE, jinja));
    return gguf.tensors(tensors).write(file);
  }

  private List<byte[]> tokenizerEntries() {
    return random()
        .tokenizerEntries(key -> chatTemplate.isEmpty() || !key.startsWith(RandomModel.TEMPLATE));
  }

  /** The tensors in the file's order. */
  List<Tensor> tensors() {
    return random().tensors(GgmlType.F32);
  }

  private RandomModel random() {
    return new RandomModel(tokenizer, layers, width, heads, feedForward, context, seed);
  }

  /** Uniform values around 0 that depend on the seed and the name alone. */
  static float[] random(long seed, String name, int count, double deviation) {
    return RandomModel.random(seed, name, count, deviation);
  }
}
