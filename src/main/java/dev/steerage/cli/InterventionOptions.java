package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.FactorRange;
import dev.steerage.evaluation.InterventionSpec;
import dev.steerage.evaluation.InterventionSpec.FineTunedSpec;
import dev.steerage.evaluation.InterventionSpec.LoraSpec;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.SystemPromptSpec;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.evaluation.LayerRange;
import dev.steerage.evaluation.Positions;
import dev.steerage.evaluation.RandomDirections;
import dev.steerage.evaluation.Scale;
import dev.steerage.evaluation.VectorUse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What changes a model. */
final class InterventionOptions {
  /** A range begins with a digit, which tells it from a path's two dots. */
  private static final Pattern SCALE_RANGE = Pattern.compile("(.+?):([+-]?\\d[^:/]*\\.\\.[^/]*)");

  @Option(
      names = "--vector",
      split = ",",
      paramLabel = "FILE",
      description = "Steering vectors: GGUF, .pt, .npy, .npz, .safetensors or .svec; repeatable.")
  private List<Path> vectors = List.of();

  @Option(
      names = "--layer",
      split = ",",
      paramLabel = "N",
      converter = RangeConverter.Layers.class,
      description =
          "Blocks (from 0) to whose output a vector is added, or ranges of them: 1..5, 1..5:2; repeatable.")
  private List<LayerRange> layers = List.of();

  @Option(
      names = "--coefficient",
      split = ",",
      paramLabel = "C",
      converter = RangeConverter.Factors.class,
      description =
          "Factors of the vectors (default: 1), or ranges with both ends and a step: -2..2:0.5, in which 0 is the"
              + " baseline; repeatable.")
  private List<FactorRange> coefficients = List.of(new FactorRange(List.of(1.0)));

  @Option(
      names = "--positions",
      paramLabel = "WHICH",
      description =
          "Tokens at which a vector is added: ${COMPLETION-CANDIDATES}; prompt is all before the continuation"
              + " (default: all).")
  private @Nullable Positions positions;

  @Option(
      names = "--scale",
      paramLabel = "WHAT",
      description =
          "What a coefficient multiplies: ${COMPLETION-CANDIDATES}: the vector as it is, one of norm 1, or one of the"
              + " mean norm of the residual stream at that layer (default: raw).")
  private @Nullable Scale scale;

  @Option(
      names = "--fine-tuned",
      split = ",",
      paramLabel = "FILE",
      description = "Fine-tuned models in GGUF with the model's tokenizer; repeatable.")
  private List<Path> fineTuned = List.of();

  @Option(
      names = "--lora",
      split = ",",
      paramLabel = "FILE[:SCALE]",
      description =
          "LoRA adapters in GGUF, times a scale or a range of scales (default: 1); repeatable.")
  private List<String> loras = List.of();

  @Option(
      names = "--system-prompt",
      paramLabel = "TEXT",
      description = "System prompts, in place of the pairs' own; repeatable.")
  private List<String> systemPrompts = List.of();

  /**
   * The interventions in the order vectors, extracted ones, LoRA adapters, fine-tuned models,
   * system prompts.
   *
   * @param random directions that run beside each vector; null for none
   * @param own vectors that are extracted
   * @param order of the poles in the files that they are extracted from
   * @throws InputException for options that do not go together
   */
  List<InterventionSpec> specs(
      @Nullable RandomDirections random, OwnVectorOptions own, HalfOrder order) {
    List<InterventionSpec> specs = weightSpecs(random, own, order);
    systemPrompts.forEach(text -> specs.add(new SystemPromptSpec(text, Scope.ALL)));
    return specs;
  }

  /** As {@link #specs}, without extracted vectors and system prompts. */
  List<InterventionSpec> weightSpecs(@Nullable RandomDirections random) {
    return weightSpecs(random, new OwnVectorOptions(), HalfOrder.POSITIVE_FIRST);
  }

  private List<InterventionSpec> weightSpecs(
      @Nullable RandomDirections random, OwnVectorOptions own, HalfOrder order) {
    boolean hasNone = vectors.isEmpty() && own.areNone();
    if (hasNone && !layers.isEmpty()) {
      throw new InputException("--layer says where a vector is added, but no --vector is named");
    }
    if (hasNone && positions != null) {
      throw new InputException(
          "--positions says where a vector is added, but no --vector is named");
    }
    if (hasNone && scale != null) {
      throw new InputException("--scale is that of a vector, but no --vector is named");
    }
    if (hasNone && random != null) {
      throw new InputException(
          "--random-directions are compared with a vector, but no --vector is named");
    }
    VectorUse use =
        new VectorUse(
            positions == null ? Positions.ALL : positions,
            scale == null ? Scale.RAW : scale,
            random);
    List<InterventionSpec> specs = new ArrayList<>();
    List<Integer> at = LayerRange.values(layers);
    List<Double> times = FactorRange.values(coefficients);
    vectors.forEach(v -> specs.add(new VectorSpec(v, at, times, use, Scope.ALL)));
    specs.addAll(own.specs(order, at, times, use));
    lorasWithScales().forEach((file, scales) -> specs.add(new LoraSpec(file, scales, Scope.ALL)));
    fineTuned.forEach(f -> specs.add(new FineTunedSpec(f, Scope.ALL)));
    return specs;
  }

  List<String> systemPrompts() {
    return List.copyOf(systemPrompts);
  }

  private Map<Path, List<Double>> lorasWithScales() {
    Map<Path, List<Double>> scales = new LinkedHashMap<>();
    for (String text : loras) {
      Matcher range = SCALE_RANGE.matcher(text);
      FactoredFile lora = FactoredFile.parse(range.matches() ? range.group(1) : text);
      List<Double> factors =
          range.matches() ? FactorRange.parse(range.group(2)).values() : List.of(lora.factor());
      scales.computeIfAbsent(lora.file(), f -> new ArrayList<>()).addAll(factors);
    }
    return scales;
  }
}
