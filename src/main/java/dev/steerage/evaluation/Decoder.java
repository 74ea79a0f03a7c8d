package dev.steerage.evaluation;

import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;

/** How a context takes a batch. */
@FunctionalInterface
interface Decoder {
  /** A whole model takes a batch's tokens. */
  Decoder TOKENS = LlamaContext::decode;

  /** As far as the last captured block, without logits. */
  Decoder TRUNK = LlamaContext::decodeTrunk;

  /** Decodes a batch; batches come in the order of the plan. */
  void decode(LlamaContext context, Batch batch);
}
