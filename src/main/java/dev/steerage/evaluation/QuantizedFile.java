package dev.steerage.evaluation;

import dev.steerage.InputFile;
import dev.steerage.llama.Quantizer.Fallback;
import dev.steerage.llama.Quantizer.Plan;
import dev.steerage.vector.GgmlType;
import dev.steerage.vector.GgufTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a quantized file is, by its header.
 *
 * @param file it
 * @param type the type asked for, such as {@code q4_k_m}
 * @param bytes of the file
 * @param weights in all tensors
 * @param bitsPerWeight bits of all tensors' data, for each weight
 * @param tensors number of tensors
 * @param fallbacks tensors of another type than the one meant for them, because their rows are no
 *     whole blocks of that
 */
public record QuantizedFile(
    Path file,
    String type,
    long bytes,
    long weights,
    double bitsPerWeight,
    int tensors,
    List<Fallback> fallbacks) {
  /** Numbers in a block of ggml's k-quants and most i-quants. */
  private static final int SUPER_BLOCK = 256;

  private static final Set<String> OUTPUTS = Set.of("output.weight", "token_embd.weight");

  public QuantizedFile {
    fallbacks = List.copyOf(fallbacks);
  }

  static QuantizedFile read(Path file, String type, Plan plan) {
    GgufModel model = GgufModel.read(file);
    List<Fallback> fallbacks = new ArrayList<>();
    for (Fallback fallback : plan.fallbacks()) {
      GgufTensor tensor = model.tensors().get(fallback.tensor());
      if (tensor != null && tensor.type().name().equals(fallback.given())) {
        fallbacks.add(fallback);
      }
    }
    model.tensors().values().stream()
        .filter(tensor -> isSilent(tensor, type))
        .filter(tensor -> fallbacks.stream().noneMatch(f -> f.tensor().equals(tensor.name())))
        .map(t -> new Fallback(t.name(), type.toUpperCase(Locale.ROOT), t.type().name()))
        .toList()
        .forEach(fallbacks::add);
    return new QuantizedFile(
        file,
        type,
        new InputFile(file).size(),
        model.weights(),
        model.bitsPerWeight(),
        model.tensors().size(),
        fallbacks);
  }

  /** Output matrices whose rows are too short get Q8_0 in llama.cpp without being counted. */
  private static boolean isSilent(GgufTensor tensor, String type) {
    boolean superBlocks =
        type.contains("_k")
            || type.startsWith("tq")
            || (type.startsWith("iq") && !type.equals("iq4_nl"));
    return superBlocks
        && OUTPUTS.contains(tensor.name())
        && tensor.type() == GgmlType.Q8_0
        && tensor.dimensions().get(0) % SUPER_BLOCK != 0;
  }

  /**
   * The {@link #fallbacks} in words, equal ones of several blocks together: {@code
   * blk.*.ffn_down.weight (5 tensors) Q4_K to Q5_0}.
   */
  public List<String> fallbackText() {
    Map<String, Set<String>> groups = new LinkedHashMap<>();
    for (Fallback f : fallbacks) {
      String pattern = f.tensor().replaceFirst("^blk\\.\\d+\\.", "blk.*.");
      groups
          .computeIfAbsent(pattern + "\t" + f.wanted() + " to " + f.given(), key -> new TreeSet<>())
          .add(f.tensor());
    }
    List<String> lines = new ArrayList<>();
    groups.forEach(
        (key, names) -> {
          String types = key.substring(key.lastIndexOf('\t') + 1);
          String pattern = key.substring(0, key.lastIndexOf('\t'));
          String who =
              names.size() == 1
                  ? names.iterator().next()
                  : pattern + " (" + names.size() + " tensors)";
          lines.add(InputFile.printable(who) + " " + types);
        });
    return lines;
  }
}
