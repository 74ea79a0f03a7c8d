package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.Prompt;
import dev.steerage.dataset.PromptSet;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.FormattedText;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The prompts as a model's tokens, and what else can be checked without its weights. */
final class GenerationPreflight {
  private final GenerationSpec spec;
  private final PromptSet prompts;
  private final ChatFormat format;
  private final Map<Optional<String>, List<int[]>> tokens = new LinkedHashMap<>();

  private GenerationPreflight(GenerationSpec spec, PromptSet prompts, ChatFormat format) {
    this.spec = spec;
    this.prompts = prompts;
    this.format = format;
  }

  /**
   * Loads the model's tokenizer and checks everything against it.
   *
   * @throws InputException for the first thing that does not fit
   */
  static GenerationPreflight of(
      GenerationSpec spec,
      PromptSet prompts,
      List<GenerationCondition> conditions,
      GenerationListener listener) {
    try (LlamaModel model = Models.load(spec.model(), LlamaModel.Options.tokenizer())) {
      ModelShape shape = ModelShape.of(model);
      ChatFormat format = ChatFormats.of(spec.chatFormat(), model);
      ChatFormats.warning(format, model).ifPresent(listener::warning);
      GenerationPreflight preflight = new GenerationPreflight(spec, prompts, format);
      InterventionCheck check = new InterventionCheck(spec.model(), shape);
      for (GenerationCondition condition : conditions) {
        check.check(condition.setting());
        preflight.tokens.computeIfAbsent(
            key(condition), system -> preflight.tokenize(model, system.orElse(null)));
      }
      preflight.checkLengths(model, shape);
      Set<ModelInput> checked = new HashSet<>();
      for (GenerationCondition condition : conditions) {
        ModelInput weights = condition.setting().weights();
        if (weights != null && checked.add(weights)) {
          preflight.checkFineTuned(model, weights);
        }
      }
      return preflight;
    }
  }

  private static Optional<String> key(GenerationCondition condition) {
    return Optional.ofNullable(condition.setting().systemPrompt());
  }

  private List<int[]> tokenize(LlamaModel model, @Nullable String systemPrompt) {
    List<int[]> all = new ArrayList<>();
    for (Prompt prompt : prompts.prompts()) {
      String system = systemPrompt == null ? prompt.system() : systemPrompt;
      FormattedText text = format.prompt(system, prompt.text());
      try {
        all.add(model.tokenize(text.utf8(), text.markup()).tokens());
      } catch (LlamaException e) {
        throw InputException.in(prompts.file(), "prompt " + prompt.id() + ": " + e.getMessage(), e);
      }
    }
    return all;
  }

  private void checkLengths(LlamaModel model, ModelShape shape) {
    int most = spec.sampling().maxTokens();
    if (shape.context() > 0 && most >= shape.context()) {
      throw new InputException(
          "--max-tokens %d leaves no room for a prompt in the context of model %s (%d tokens); give fewer"
              .formatted(most, InputFile.name(model.file()), shape.context()));
    }
    for (List<int[]> texts : tokens.values()) {
      for (int i = 0; i < texts.size(); i++) {
        int length = texts.get(i).length;
        if (length == 0) {
          throw unusable(i, "has no tokens; write its text");
        }
        if (shape.context() > 0 && (long) length + most > shape.context()) {
          throw unusable(
              i,
              "has %d tokens, and with --max-tokens %d that is more than the context of model %s (%d); shorten it or give fewer"
                  .formatted(length, most, InputFile.name(model.file()), shape.context()));
        }
      }
    }
  }

  private void checkFineTuned(LlamaModel model, ModelInput weights) {
    try (LlamaModel other = Models.load(weights.file(), LlamaModel.Options.tokenizer())) {
      FineTunedCheck check = new FineTunedCheck(model, weights.file());
      check.vocabulary(other);
      tokens.forEach(
          (system, texts) -> {
            List<int[]> others = tokenize(other, system.orElse(null));
            for (int i = 0; i < texts.size(); i++) {
              if (!Arrays.equals(texts.get(i), others.get(i))) {
                throw check.differs(
                    "prompt " + prompts.prompts().get(i).id() + " has other tokens");
              }
            }
          });
      checkLengths(other, ModelShape.of(other));
    }
  }

  private InputException unusable(int index, String what) {
    return InputException.in(
        prompts.file(), "prompt " + prompts.prompts().get(index).id() + " " + what);
  }

  /** How a prompt becomes a text. */
  ChatFormat format() {
    return format;
  }

  /** The tokens of each prompt under a condition. */
  List<int[]> tokens(GenerationCondition condition) {
    List<int[]> texts = tokens.get(key(condition));
    if (texts == null) {
      throw new IllegalStateException("no tokens for " + condition.name());
    }
    return texts;
  }

  /** Tokens of the longest prompt under any condition. */
  int longestPrompt() {
    return tokens.values().stream()
        .flatMap(List::stream)
        .mapToInt(prompt -> prompt.length)
        .max()
        .orElse(0);
  }
}
