package dev.steerage.evaluation;

import dev.steerage.llama.LlamaModel;

/**
 * How the logits of a context's batches are scored.
 *
 * @param vocabularySize of the context's model
 * @param batchTokens most tokens in one decode
 * @param spareThreads CPU threads that decoding leaves free; with some, a batch is scored while the
 *     next one decodes
 */
record Scoring(int vocabularySize, int batchTokens, int spareThreads) {
  /** Of a model under an engine's settings. */
  static Scoring of(LlamaModel model, EngineSpec engine) {
    return new Scoring(model.vocabularySize(), engine.batchTokens(), engine.spareThreads());
  }
}
