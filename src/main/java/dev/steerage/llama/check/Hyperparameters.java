package dev.steerage.llama.check;

import dev.steerage.InputFile;
import dev.steerage.vector.GgufArray;
import dev.steerage.vector.GgufFile;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The numbers of an architecture in a model's metadata. llama.cpp's own checks stop what is merely
 * strange; here is what it would divide by, allocate or assert on other threads.
 */
final class Hyperparameters {
  private static final int MOST_BLOCKS = 512; // LLAMA_MAX_LAYERS in llama-hparams.h
  private static final int MOST_WIDTH = 1 << 20;
  private static final int MOST_HEADS = 1 << 16;

  /** Without attention in some or all blocks: their counts of heads may be zero. */
  private static final Set<String> RECURRENT =
      Set.of("mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7");

  /** What llama.cpp divides by, where an architecture has it. */
  private static final List<String> DIVISORS =
      List.of(
          "attention.key_length",
          "attention.value_length",
          "attention.key_length_swa",
          "attention.value_length_swa",
          "ssm.conv_kernel",
          "ssm.inner_size",
          "ssm.state_size",
          "ssm.time_step_rank",
          "wkv.head_size");

  private final GgufFile header;
  private final Fault fault;
  private final String architecture;

  Hyperparameters(GgufFile header, Fault fault) {
    this.header = header;
    this.fault = fault;
    this.architecture = header.text("general.architecture").orElse("");
  }

  String architecture() {
    return architecture;
  }

  /** Number of blocks, once they are checked. */
  long blocks() {
    return required("block_count", MOST_BLOCKS);
  }

  /** Width of the residual stream, once it is checked. */
  long width() {
    return required("embedding_length", MOST_WIDTH);
  }

  void check() {
    long blocks = blocks();
    long width = width();
    required("context_length", Integer.MAX_VALUE);
    floats();
    for (String name : DIVISORS) {
      OptionalLong value = number(name);
      if (value.isPresent()) {
        inRange(name, value.getAsLong(), 1, MOST_WIDTH);
      }
    }
    if (!RECURRENT.contains(architecture)) {
      heads(blocks, width);
    }
    perBlock("feed_forward_length", blocks, 1L << 24);
  }

  private void heads(long blocks, long width) {
    perBlock("attention.head_count", blocks, MOST_HEADS);
    perBlock("attention.head_count_kv", blocks, MOST_HEADS);
    OptionalLong heads = number("attention.head_count");
    fault.unless(
        heads.isPresent() || isArray("attention.head_count"),
        "its metadata have no %s.attention.head_count",
        architecture);
    if (heads.isEmpty()) {
      return;
    }
    long count = inRange("attention.head_count", heads.getAsLong(), 1, MOST_HEADS);
    fault.unless(
        width % count == 0 || number("attention.key_length").isPresent(),
        "its width of %d is no multiple of its %d attention heads",
        width,
        count);
    OptionalLong keys = number("attention.head_count_kv");
    if (keys.isPresent()) {
      long groups = inRange("attention.head_count_kv", keys.getAsLong(), 1, count);
      fault.unless(
          count % groups == 0,
          "its %d attention heads cannot share %d heads of keys and values",
          count,
          groups);
    }
  }

  /** Infinities and NaN, and what cannot be below zero; ggml asserts it while it computes. */
  private void floats() {
    String prefix = architecture + ".";
    for (Map.Entry<String, Object> entry : header.metadata().entrySet()) {
      if (entry.getKey().startsWith(prefix) && entry.getValue() instanceof Double value) {
        fault.unless(
            Double.isFinite(value), "its %s is %s", InputFile.shown(entry.getKey()), value);
        boolean isPositive =
            entry.getKey().endsWith("_epsilon") || entry.getKey().endsWith(".freq_base");
        fault.unless(
            !isPositive || value >= 0,
            "its %s is %s, below 0",
            InputFile.shown(entry.getKey()),
            value);
      }
    }
  }

  /** A number for all blocks, or an array with one for each. */
  private void perBlock(String name, long blocks, long most) {
    OptionalLong value = number(name);
    if (value.isPresent()) {
      inRange(name, value.getAsLong(), 0, most);
    }
    if (header.metadata().get(architecture + "." + name) instanceof GgufArray array) {
      fault.unless(
          array.length() == blocks && !array.elementType().equals("string"),
          "its %s.%s has %d elements for %d blocks",
          architecture,
          name,
          array.length(),
          blocks);
      header.forEachNumber(array, (block, number) -> inRange(name, (long) number, 0, most));
    }
  }

  private boolean isArray(String name) {
    return header.metadata().get(architecture + "." + name) instanceof GgufArray;
  }

  private long required(String name, long most) {
    OptionalLong value = number(name);
    fault.unless(value.isPresent(), "its metadata have no number %s.%s", architecture, name);
    return inRange(name, value.getAsLong(), 1, most);
  }

  private OptionalLong number(String name) {
    return header.metadata().get(architecture + "." + name) instanceof Long value
        ? OptionalLong.of(value)
        : OptionalLong.empty();
  }

  private long inRange(String name, long value, long least, long most) {
    fault.unless(
        value >= least && value <= most,
        "its %s.%s is %s, not in %d to %d",
        architecture,
        name,
        Long.toUnsignedString(value),
        least,
        most);
    return value;
  }
}
