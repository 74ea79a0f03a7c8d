package dev.steerage.llama;

import java.io.ByteArrayOutputStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Continues prompts with the most likely tokens, steered as the context is. */
public final class GreedyDecoder {
  private static final int SEQUENCE = 0;

  private final LlamaContext context;
  private final LlamaModel model;
  private final Batch batch = new Batch();

  /** Decodes in {@code context}, which is one of {@code model} and forgets what it held. */
  public GreedyDecoder(LlamaContext context, LlamaModel model) {
    this.context = context;
    this.model = model;
  }

  /**
   * Continues a prompt until a token ends the generation, or to {@code most} tokens.
   *
   * @param prompt at least one token, BOS included where the model asks for one
   * @param most number of tokens
   * @throws LlamaException if the prompt does not fit into a batch, or all of it into the cache
   */
  public GreedyText decode(int[] prompt, int most) {
    context.clear();
    batch.clear();
    for (int i = 0; i < prompt.length; i++) {
      boolean last = i == prompt.length - 1;
      batch.add(prompt[i], i, last ? Batch.Output.LOGITS : Batch.Output.NONE, SEQUENCE);
    }
    List<GreedyText.Step> steps = new ArrayList<>();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int position = prompt.length; steps.size() < most; position++) {
      context.decode(batch);
      TopTwo top = TopTwo.of(context.logits(batch.size() - 1));
      text.writeBytes(model.piece(top.first()));
      steps.add(new GreedyText.Step(top.first(), text.size(), top.gap()));
      if (model.isEndOfGeneration(top.first())) {
        break;
      }
      batch.clear();
      batch.add(top.first(), position, Batch.Output.LOGITS, SEQUENCE);
    }
    return new GreedyText(text.toString(StandardCharsets.UTF_8), steps);
  }

  /** The most likely token, the smaller id where two tie, and how far the next one is. */
  private record TopTwo(int first, double gap) {
    static TopTwo of(FloatBuffer logits) {
      int first = 0;
      float greatest = logits.get(0);
      float second = Float.NEGATIVE_INFINITY;
      for (int i = 1; i < logits.limit(); i++) {
        float logit = logits.get(i);
        if (logit > greatest) {
          second = greatest;
          greatest = logit;
          first = i;
        } else {
          second = Math.max(second, logit);
        }
      }
      return new TopTwo(first, (double) greatest - second);
    }
  }
}
