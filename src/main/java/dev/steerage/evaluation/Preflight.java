package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.QuestionSet;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.llama.LlamaModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be known of a model and its work without its weights: that interventions and pairs fit,
 * and how many tokens there are.
 */
final class Preflight {
  private final ModelInput input;
  private final ChatFormat format;
  private final ModelShape shape;
  private final int rowBytes;
  private final Map<TextKey, List<Size>> sizes = new LinkedHashMap<>();
  private final Map<String, Integer> straddling = new LinkedHashMap<>();
  private final CapabilityTexts capabilities;
  private @Nullable NeutralChunks neutral;
  private int costliestPair;
  private int longestPrefix;

  /** A behavior's texts under a system prompt; null for the pairs' own. */
  private record TextKey(String behavior, @Nullable String systemPrompt) {}

  /**
   * What a part of a behavior costs.
   *
   * @param tokens to decode
   * @param rows of its token file: continuation tokens
   * @param bytes of that file, about, without what is compared
   */
  record Size(long tokens, long rows, long bytes) {
    static final Size NONE = new Size(0, 0, 0);

    /** Of a row without the pair's id: mostly a logprob's digits. */
    static final int ROW_BYTES = 53;
  }

  private Preflight(
      ModelInput input,
      ChatFormat format,
      ModelShape shape,
      int rowBytes,
      CapabilityTexts capabilities) {
    this.capabilities = capabilities;
    this.rowBytes = rowBytes;
    this.input = input;
    this.format = format;
    this.shape = shape;
  }

  /**
   * Loads the model's tokenizer and checks everything against it.
   *
   * @throws InputException for the first thing that does not fit
   */
  static Preflight of(
      ModelInput input, Inputs inputs, EvaluationSpec spec, EvaluationListener listener) {
    listener.stage("tokenizing for " + input.name());
    try (LlamaModel model = Models.load(input.file(), LlamaModel.Options.tokenizer())) {
      ModelShape shape = ModelShape.of(model);
      ChatFormat format = ChatFormats.of(spec.chatFormat(), model);
      ChatFormats.warning(format, model).ifPresent(listener::warning);
      Preflight preflight =
          new Preflight(
              input,
              format,
              shape,
              model.vocabularySize() * Float.BYTES,
              new CapabilityTexts(spec.capability().answer(), format));
      InterventionCheck check = new InterventionCheck(model.file(), shape);
      if (inputs.neutral() != null) {
        preflight.neutral = NeutralChunks.of(inputs.neutral(), model, shape);
      }
      Map<ModelInput, List<Behavior>> fineTuned = new LinkedHashMap<>();
      for (Behavior behavior : inputs.behaviors()) {
        List<Cell> cells = inputs.cells(input.name(), behavior.name());
        cells.forEach(cell -> check.check(cell.setting()));
        for (String systemPrompt : systemPrompts(cells)) {
          preflight.count(behavior, systemPrompt, model, shape);
          preflight.capabilities.add(inputs.capabilities(), systemPrompt, model, shape);
        }
        preflight.warnOfStraddling(behavior, listener);
        weights(cells)
            .forEach(w -> fineTuned.computeIfAbsent(w, any -> new ArrayList<>()).add(behavior));
      }
      fineTuned.forEach((w, behaviors) -> preflight.checkFineTuned(behaviors, inputs, model, w));
      return preflight;
    }
  }

  private static Set<@Nullable String> systemPrompts(List<Cell> cells) {
    Set<@Nullable String> prompts = new LinkedHashSet<>();
    cells.forEach(cell -> prompts.add(cell.setting().systemPrompt()));
    return prompts;
  }

  private static Set<ModelInput> weights(List<Cell> cells) {
    Set<ModelInput> weights = new LinkedHashSet<>();
    for (Cell cell : cells) {
      ModelInput other = cell.setting().weights();
      if (other != null) {
        weights.add(other);
      }
    }
    return weights;
  }

  private void warnOfStraddling(Behavior behavior, EvaluationListener listener) {
    int straddles = straddling(behavior.name());
    if (straddles > 0) {
      listener.warning(
          "%s on %s: %d of %d texts have a token that lies across the start of the continuation; it is counted as continuation"
              .formatted(input.name(), behavior.name(), straddles, 2 * behavior.pairs().size()));
    }
  }

  private void count(
      Behavior behavior, @Nullable String systemPrompt, LlamaModel model, ModelShape shape) {
    List<Size> counts = new ArrayList<>();
    int straddles = 0;
    for (int part = 0; part < Evaluation.parts(behavior); part++) {
      long allRows = 0;
      long bytes = 0;
      List<TokenizedPair> pairs = tokenize(model, Evaluation.part(behavior, part), systemPrompt);
      // how many tokens there are does not depend on how they are packed into batches
      DecodePlan plan =
          DecodePlan.of(pairs, EngineSpec.DEFAULT_BATCH_TOKENS, model.sharesPrompts());
      longestPrefix = Math.max(longestPrefix, plan.prefix());
      for (TokenizedPair pair : pairs) {
        checkLength(behavior, pair, shape, input);
        int cost = DecodePlan.cost(pair, model.sharesPrompts()) - plan.prefix();
        costliestPair = Math.max(costliestPair, cost);
        int rows = pair.positive().mask().length() + pair.negative().mask().length();
        allRows += rows;
        bytes += rows * (long) (Size.ROW_BYTES + pair.id().length());
        straddles += pair.straddles();
      }
      counts.add(new Size(plan.tokens(), allRows, bytes));
    }
    sizes.put(new TextKey(behavior.name(), systemPrompt), counts);
    straddling.merge(behavior.name(), straddles, Math::max);
  }

  private static void checkLength(
      Behavior behavior, TokenizedPair pair, ModelShape shape, ModelInput model) {
    int longest = Math.max(pair.positive().length(), pair.negative().length());
    if (shape.context() > 0 && longest > shape.context()) {
      throw InputException.in(
          behavior.file(),
          "pair %s has %d tokens, more than the context of model %s (%d); shorten it or take it out"
              .formatted(pair.id(), longest, model.name(), shape.context()));
    }
  }

  /**
   * A fine-tuned model must read every text as the same tokens, or its likelihoods would be of
   * something else.
   */
  private void checkFineTuned(
      List<Behavior> behaviors, Inputs inputs, LlamaModel model, ModelInput weights) {
    NeutralText neutralText = inputs.neutral();
    try (LlamaModel other = Models.load(weights.file(), LlamaModel.Options.tokenizer())) {
      FineTunedCheck check = new FineTunedCheck(model, weights.file());
      check.vocabulary(other);
      ModelShape shape = ModelShape.of(other);
      for (Behavior behavior : behaviors) {
        for (ContrastPair pair : behavior.pairs()) {
          TokenizedPair tokens = tokenize(model, List.of(pair), null).get(0);
          if (!tokens.sameTokens(tokenize(other, List.of(pair), null).get(0))) {
            throw check.differs("pair " + pair.id() + " has other tokens");
          }
          checkLength(behavior, tokens, shape, weights);
        }
      }
      for (QuestionSet set : inputs.capabilities()) {
        capabilities.checkFineTuned(set, model, other, weights, shape);
      }
      if (neutral != null
          && neutralText != null
          && !neutral.sameTokens(NeutralChunks.of(neutralText, other, shape))) {
        throw check.differs("the neutral text has other tokens");
      }
    }
  }

  /**
   * Tokenizes pairs in this model's chat format.
   *
   * @param model this one, or one with the same tokenizer
   * @param systemPrompt in place of the pairs' own; null to keep those
   */
  List<TokenizedPair> tokenize(
      LlamaModel model, List<ContrastPair> pairs, @Nullable String systemPrompt) {
    PairTokenizer tokenizer = new PairTokenizer(format, systemPrompt);
    return pairs.stream().map(pair -> tokenizer.tokenize(model, pair)).toList();
  }

  ModelInput input() {
    return input;
  }

  /** Blocks, width and context. */
  ModelShape shape() {
    return shape;
  }

  /** How this model's texts are made. */
  ChatFormat format() {
    return format;
  }

  /** Tokens of a part (0-based) of a behavior under one condition. */
  long tokens(String behavior, Setting setting, int part) {
    return size(behavior, setting, part).tokens();
  }

  /** Bytes, about, of the token file of a part (0-based) of a behavior under one condition. */
  long bytes(String behavior, Setting setting, int part) {
    return size(behavior, setting, part).bytes();
  }

  /** Bytes of one row of logits. */
  int rowBytes() {
    return rowBytes;
  }

  /** What a part (0-based) of a behavior costs under one condition. */
  Size size(String behavior, Setting setting, int part) {
    List<Size> counts = sizes.get(new TextKey(behavior, setting.systemPrompt()));
    return counts == null ? Size.NONE : counts.get(part);
  }

  /** Texts of a behavior with a token across the start of the continuation. */
  int straddling(String behavior) {
    return straddling.getOrDefault(behavior, 0);
  }

  /** The neutral text as this model's tokens; null where there is none. */
  @Nullable NeutralChunks neutral() {
    return neutral;
  }

  /** The sets of questions as this model's tokens. */
  CapabilityTexts capabilities() {
    return capabilities;
  }

  /** Tokens that a context has to hold: what all pairs begin with, and a batch or more. */
  int cells(EngineSpec engine) {
    int chunk = neutral == null ? 0 : neutral.context();
    int group = Math.max(costliestPair, engine.batchTokens());
    return Math.max(Math.max(chunk, capabilities.costliest()), longestPrefix + group);
  }
}
