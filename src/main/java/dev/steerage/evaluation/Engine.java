package dev.steerage.evaluation;

import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaModel;

/**
 * Loaded weights with a context and what changes it.
 *
 * @param model that is loaded
 * @param context of it
 * @param adapter of that context
 */
record Engine(LlamaModel model, LlamaContext context, Adapter adapter) implements AutoCloseable {
  /**
   * Loads weights.
   *
   * @param cells tokens that the context holds, at least
   */
  static Engine load(ModelInput weights, EngineSpec spec, int cells) {
    return load(weights, spec, cells, 0);
  }

  /**
   * Loads weights.
   *
   * @param headBlocks number of first blocks that alone go on GPUs; 0 for as many as the spec says
   */
  static Engine load(ModelInput weights, EngineSpec spec, int cells, int headBlocks) {
    LlamaModel model = Models.load(weights.file(), spec.gpus().options().withHead(headBlocks));
    try {
      LlamaContext context = LlamaContext.of(model, options(model, spec, cells));
      return new Engine(model, context, new Adapter(model, context));
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * A context of its own of weights that another has loaded; the two may be closed in any order.
   */
  static Engine sharing(Engine loaded, EngineSpec spec, int cells) {
    LlamaModel model = loaded.model();
    LlamaContext context = LlamaContext.of(model, options(model, spec, cells));
    return new Engine(model, context, new Adapter(model, context));
  }

  /** Sizes and precision of a context of a model or of a part of it. */
  static LlamaContext.Options options(LlamaModel model, EngineSpec spec, int cells) {
    // a recurrent model keeps a whole state for each sequence
    int sequences = model.sharesPrompts() ? LlamaContext.Options.MOST_SEQUENCES : 2;
    return new LlamaContext.Options(
        Math.max(spec.batchTokens(), cells),
        spec.batchTokens(),
        sequences,
        spec.threads(),
        spec.kvType(),
        spec.flashAttention());
  }

  @Override
  public void close() {
    adapter.close();
    context.close();
    model.close();
  }
}
