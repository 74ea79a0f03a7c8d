package dev.steerage.llama.check;

import dev.steerage.InputFile;
import dev.steerage.vector.GgmlType;
import dev.steerage.vector.GgufTensor;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tensors against the metadata: names of blocks, shapes of what every decoder has, and types that
 * ggml can multiply with, since it asserts these on its own threads.
 */
final class TensorCheck {
  private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d{1,9})\\..*");

  /** Parts that are multiplied with the residual stream, in any architecture. */
  private static final Pattern WEIGHT =
      Pattern.compile(
          "(?:blk\\.\\d+\\.)?(?:token_embd|output|[a-z_]*norm|attn_(?:q|k|v|qkv|output)"
              + "|ffn_(?:gate|up|down)(?:_exps|_shexp)?)\\.(weight|bias)");

  /** With the embedding of tokens as wide as the residual stream. */
  private static final Set<String> PLAIN =
      Set.of(
          "llama",
          "minicpm",
          "qwen2",
          "qwen3",
          "gemma",
          "gemma2",
          "gemma3",
          "cohere2",
          "gpt2",
          "bloom",
          "falcon",
          "phi2",
          "phi3",
          "stablelm",
          "starcoder2",
          "command-r",
          "olmo",
          "olmo2",
          "granite",
          "internlm2",
          "mpt",
          "starcoder",
          "gptneox",
          "exaone",
          "glm4");

  /** Types that weights have; the others are of activations and of indices. */
  private static final Set<GgmlType> NO_WEIGHTS =
      EnumSet.of(
          GgmlType.Q8_1,
          GgmlType.Q8_K,
          GgmlType.I8,
          GgmlType.I16,
          GgmlType.I32,
          GgmlType.I64,
          GgmlType.F64);

  private final Hyperparameters hyperparameters;
  private final List<GgufTensor> tensors;
  private final long tokens;
  private final Fault fault;

  /**
   * @param tensors of all parts
   * @param tokens in the vocabulary; 0 where the file has none
   */
  TensorCheck(Hyperparameters hyperparameters, List<GgufTensor> tensors, long tokens, Fault fault) {
    this.hyperparameters = hyperparameters;
    this.tensors = tensors;
    this.tokens = tokens;
    this.fault = fault;
  }

  void check() {
    Set<String> names = new HashSet<>();
    for (GgufTensor tensor : tensors) {
      String name = InputFile.shown(tensor.name());
      fault.unless(names.add(tensor.name()), "its tensor '%s' is in two of its parts", name);
      Matcher block = BLOCK.matcher(tensor.name());
      fault.unless(
          !block.matches() || Integer.parseInt(block.group(1)) < hyperparameters.blocks(),
          "its tensor '%s' is of a block that a model of %d blocks does not have",
          name,
          hyperparameters.blocks());
      type(tensor, name);
    }
    if (PLAIN.contains(hyperparameters.architecture())) {
      shapes();
    }
  }

  private void type(GgufTensor tensor, String name) {
    Matcher weight = WEIGHT.matcher(tensor.name());
    if (!weight.matches()) {
      return;
    }
    fault.unless(
        !NO_WEIGHTS.contains(tensor.type()),
        "its tensor '%s' is of the type %s, which no weight has",
        name,
        tensor.type());
    boolean isAdded = tensor.isVector() && !weight.group().endsWith("embd.weight");
    fault.unless(
        !isAdded || tensor.type() == GgmlType.F32 || tensor.dimensions().size() > 1,
        "its tensor '%s' has one dimension and the type %s, not F32",
        name,
        tensor.type());
  }

  private void shapes() {
    Map<String, List<Long>> shapes = new HashMap<>();
    tensors.forEach(t -> shapes.put(t.name(), t.dimensions()));
    long width = hyperparameters.width();
    fault.unless(shapes.containsKey("token_embd.weight"), "it has no tensor 'token_embd.weight'");
    expect(shapes, "output_norm.weight", List.of(width));
    if (tokens > 0) {
      expect(shapes, "token_embd.weight", List.of(width, tokens));
      expect(shapes, "output.weight", List.of(width, tokens));
    }
    for (long block = 0; block < hyperparameters.blocks(); block++) {
      expect(shapes, "blk." + block + ".attn_norm.weight", List.of(width));
      expect(shapes, "blk." + block + ".ffn_norm.weight", List.of(width));
    }
  }

  private void expect(Map<String, List<Long>> shapes, String name, List<Long> shape) {
    List<Long> found = shapes.getOrDefault(name, shape);
    fault.unless(
        found.equals(shape),
        "its tensor '%s' is of the shape %s, but the metadata make it %s",
        name,
        found,
        shape);
  }
}
