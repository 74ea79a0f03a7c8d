package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.vector.DirectionMethod;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Something that changes a model, to be compared with the model as it is. */
public sealed interface InterventionSpec {
  /** Its name in every output. */
  String name();

  /** On which models and behaviors it runs. */
  Scope scope();

  /**
   * Where an intervention is used.
   *
   * @param models names of models; empty for all
   * @param behaviors names of behaviors; empty for all
   */
  record Scope(List<String> models, List<String> behaviors) {
    /** Everywhere. */
    public static final Scope ALL = new Scope(List.of(), List.of());

    public Scope {
      models = List.copyOf(models);
      behaviors = List.copyOf(behaviors);
    }

    boolean includes(String model, String behavior) {
      return (models.isEmpty() || models.contains(model))
          && (behaviors.isEmpty() || behaviors.contains(behavior));
    }
  }

  /** One that adds a direction to the residual stream. */
  sealed interface SteeringSpec extends InterventionSpec permits VectorSpec, ExtractSpec {
    /** 0-based blocks to whose output it is added. */
    List<Integer> layers();

    /** Factors, at least one. */
    List<Double> coefficients();

    /** How it is added. */
    VectorUse use();
  }

  /**
   * A steering vector at some layers and coefficients.
   *
   * @param name by default the file's name without its ending, and what is not as usual in its use
   * @param vector its file
   * @param layers 0-based blocks whose output is changed; empty where the file has a direction for
   *     one layer only
   * @param coefficients factors, at least one
   * @param use how it is added
   */
  record VectorSpec(
      String name,
      Path vector,
      List<Integer> layers,
      List<Double> coefficients,
      VectorUse use,
      Scope scope)
      implements SteeringSpec {
    public VectorSpec {
      layers = List.copyOf(layers);
      checkNamedOnce(vector, "layer", layers);
      coefficients = checked(vector, "coefficient", coefficients);
    }

    /** Under its default name. */
    public VectorSpec(
        Path vector, List<Integer> layers, List<Double> coefficients, VectorUse use, Scope scope) {
      this(InputFile.name(vector) + use.suffix(), vector, layers, coefficients, use, scope);
    }

    /** Under the file's name, as it is in the file and at every token. */
    public VectorSpec(Path vector, List<Integer> layers, List<Double> coefficients, Scope scope) {
      this(vector, layers, coefficients, VectorUse.PLAIN, scope);
    }
  }

  /**
   * A steering vector that is extracted from pairs on each model, at some layers and coefficients.
   * A model that has a reference runs with the reference's vector under this name, and with its own
   * as {@link dev.steerage.runlog.Condition#own}. Only an evaluation can do that.
   *
   * @param name by default the file's name without its ending, and what is not as usual in its
   *     method and use
   * @param pairs contrast pairs or multiple-choice questions, or the name of shipped ones
   * @param order which continuation or answer of them is positive
   * @param method how pairs become a vector
   * @param layers 0-based blocks of 1 or later, at least one
   * @param coefficients factors, at least one
   * @param use how it is added
   */
  record ExtractSpec(
      String name,
      Path pairs,
      HalfOrder order,
      DirectionMethod method,
      List<Integer> layers,
      List<Double> coefficients,
      VectorUse use,
      Scope scope)
      implements SteeringSpec {
    public ExtractSpec {
      layers = List.copyOf(layers);
      if (layers.isEmpty()) {
        throw InputException.in(
            pairs,
            "needs a layer for the vectors that are extracted from it; add one (--layer N, or layers in a spec)");
      }
      checkNamedOnce(pairs, "layer", layers);
      for (int layer : layers) {
        if (layer < 1) {
          throw InputException.in(
              pairs,
              "is for layer " + layer + ", and extracted are layers of 1 or later; give one");
        }
      }
      coefficients = checked(pairs, "coefficient", coefficients);
    }

    /** The name where none is given. */
    public static String nameOf(Path pairs, DirectionMethod method, VectorUse use) {
      String how = method == DirectionMethod.MEAN_DIFFERENCE ? "" : "-" + method.word();
      return InputFile.name(pairs) + how + use.suffix();
    }
  }

  /**
   * A LoRA adapter at some scales.
   *
   * @param name by default the file's name without its ending
   * @param lora its file
   * @param scales factors on top of the file's own alpha / rank, at least one
   */
  record LoraSpec(String name, Path lora, List<Double> scales, Scope scope)
      implements InterventionSpec {
    public LoraSpec {
      scales = checked(lora, "scale", scales);
    }

    /** Under the file's name. */
    public LoraSpec(Path lora, List<Double> scales, Scope scope) {
      this(InputFile.name(lora), lora, scales, scope);
    }
  }

  /**
   * Other weights in place of the model's: a fine-tuned model with the same tokenizer.
   *
   * @param name by default the file's name without its ending
   * @param model its file
   */
  record FineTunedSpec(String name, Path model, Scope scope) implements InterventionSpec {
    /** Under the file's name. */
    public FineTunedSpec(Path model, Scope scope) {
      this(InputFile.name(model), model, scope);
    }
  }

  /**
   * A system prompt, in place of the pair's own where it has one.
   *
   * @param name by default {@code system-} and its first words
   * @param text what it says
   */
  record SystemPromptSpec(String name, String text, Scope scope) implements InterventionSpec {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final int MOST_NAME = 40;

    public SystemPromptSpec {
      if (text.isBlank()) {
        throw new InputException("a system prompt is empty; write its text");
      }
    }

    /** Under a name made of its first words. */
    public SystemPromptSpec(String text, Scope scope) {
      this(nameOf(text), text, scope);
    }

    private static String nameOf(String text) {
      StringBuilder name = new StringBuilder("system");
      Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
      while (words.find() && name.length() + 1 + words.group().length() <= MOST_NAME) {
        name.append('-').append(words.group());
      }
      return name.toString();
    }
  }

  private static List<Double> checked(Path file, String what, List<Double> factors) {
    if (factors.isEmpty()) {
      throw InputException.in(file, "no " + what + " is named for it; add one");
    }
    checkNamedOnce(file, what, factors);
    for (double factor : factors) {
      if (!Double.isFinite(factor)) {
        throw InputException.in(file, what + " " + factor + " is not finite; give a number");
      }
    }
    return List.copyOf(factors);
  }

  /** Two conditions of one name would run into each other. */
  private static void checkNamedOnce(Path file, String what, List<? extends Number> values) {
    Set<Number> seen = new HashSet<>();
    for (Number value : values) {
      // -0.0 is 0.0 in a condition's name
      if (!seen.add(value.doubleValue() + 0.0)) {
        throw InputException.in(file, what + " " + value + " is named twice for it; name it once");
      }
    }
  }

  /** The file behind an intervention; null for a system prompt. */
  default @Nullable Path file() {
    if (this instanceof VectorSpec v) {
      return v.vector();
    }
    if (this instanceof ExtractSpec e) {
      return e.pairs();
    }
    if (this instanceof LoraSpec l) {
      return l.lora();
    }
    return this instanceof FineTunedSpec f ? f.model() : null;
  }
}
