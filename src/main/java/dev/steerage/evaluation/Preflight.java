package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.dataset.Behavior;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.evaluation.Inputs.VectorInput;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.llama.LlamaModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be known of a model and its work without its weights: that vectors and pairs fit, and
 * how many tokens there are.
 */
final class Preflight {
  private final ModelInput input;
  private final PairTokenizer tokenizer;
  private final Map<String, List<Long>> tokens = new LinkedHashMap<>();
  private final Map<String, Integer> straddling = new LinkedHashMap<>();
  private int costliestPair;

  private Preflight(ModelInput input, PairTokenizer tokenizer) {
    this.input = input;
    this.tokenizer = tokenizer;
  }

  /**
   * Loads the model's tokenizer and checks everything against it.
   *
   * @throws InputException for the first thing that does not fit
   */
  static Preflight of(
      ModelInput input, Inputs inputs, EvaluationSpec spec, EvaluationListener listener) {
    listener.stage("tokenizing for " + input.name());
    Preflight preflight = new Preflight(input, new PairTokenizer(spec.chatFormat()));
    try (LlamaModel model = Models.load(input.file(), LlamaModel.Options.tokenizer())) {
      ModelShape shape = ModelShape.of(model);
      for (VectorInput vector : inputs.vectors()) {
        preflight.checkVector(vector, shape);
      }
      for (Behavior behavior : inputs.behaviors()) {
        preflight.count(behavior, model, shape);
        int straddles = preflight.straddling(behavior.name());
        if (straddles > 0) {
          listener.warning(
              "%s on %s: %d of %d texts have a token that lies across the start of the continuation; it is counted as continuation"
                  .formatted(
                      input.name(), behavior.name(), straddles, 2 * behavior.pairs().size()));
        }
      }
    }
    return preflight;
  }

  private void checkVector(VectorInput vector, ModelShape shape) {
    int width = vector.vector().width();
    if (width != shape.width()) {
      throw InputException.in(
          vector.spec().vector(),
          "its directions have %d values, but the residual stream of model %s has %d; take a vector of this model"
              .formatted(width, input.name(), shape.width()));
    }
    for (int layer : vector.layers()) {
      if (layer == 0) {
        throw InputException.in(
            vector.spec().vector(),
            "layer 0 cannot be steered: llama.cpp's control vectors begin at block 1; take a layer of 1 to "
                + (shape.layers() - 1));
      }
      if (layer < 0 || layer >= shape.layers()) {
        throw InputException.in(
            vector.spec().vector(),
            "layer %d is out of range: model %s has %d blocks; take a layer of 1 to %d"
                .formatted(layer, input.name(), shape.layers(), shape.layers() - 1));
      }
      for (double coefficient : vector.spec().coefficients()) {
        if (!new Steering(vector.vector(), layer, coefficient).isFinite()) {
          throw InputException.in(
              vector.spec().vector(),
              "coefficient %s makes its direction for layer %d too large for a float; give a smaller one"
                  .formatted(coefficient, layer));
        }
      }
    }
  }

  private void count(Behavior behavior, LlamaModel model, ModelShape shape) {
    List<Long> counts = new ArrayList<>();
    int straddles = 0;
    for (int part = 0; part < Evaluation.parts(behavior); part++) {
      long count = 0;
      for (TokenizedPair pair : tokenize(model, Evaluation.part(behavior, part))) {
        checkLength(behavior, pair, shape);
        int cost = DecodePlan.cost(pair, model.sharesPrompts());
        costliestPair = Math.max(costliestPair, cost);
        count += cost;
        straddles += pair.straddles();
      }
      counts.add(count);
    }
    tokens.put(behavior.name(), counts);
    straddling.put(behavior.name(), straddles);
  }

  private void checkLength(Behavior behavior, TokenizedPair pair, ModelShape shape) {
    int longest = Math.max(pair.positive().length(), pair.negative().length());
    if (shape.context() > 0 && longest > shape.context()) {
      throw InputException.in(
          behavior.file(),
          "pair %s has %d tokens, more than the context of model %s (%d); shorten it or take it out"
              .formatted(pair.id(), longest, input.name(), shape.context()));
    }
  }

  List<TokenizedPair> tokenize(LlamaModel model, List<ContrastPair> pairs) {
    return pairs.stream().map(pair -> tokenizer.tokenize(model, pair)).toList();
  }

  ModelInput input() {
    return input;
  }

  /** Tokens of a part (0-based) of a behavior under one condition. */
  long tokens(String behavior, int part) {
    List<Long> counts = tokens.get(behavior);
    return counts == null ? 0 : counts.get(part);
  }

  /** Texts of a behavior with a token across the start of the continuation. */
  int straddling(String behavior) {
    return straddling.getOrDefault(behavior, 0);
  }

  /** Tokens of the pair that has the most. */
  int costliestPair() {
    return costliestPair;
  }
}
