package dev.steerage.evaluation;

import dev.steerage.evaluation.GeneratedText.Finish;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Sampler;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Continues prompts, several at a time in one context. A batch has the newest token of each text
 * that is being written and, behind them, as much of the next prompts as it has room for; where a
 * text ends, the next prompt takes its place.
 */
final class Generator {
  private final LlamaModel model;
  private final LlamaContext context;
  private final Room room;
  private final Sampling sampling;
  private final Batch batch = new Batch();
  private Positions positions = Positions.ALL;

  /**
   * What a context has room for.
   *
   * @param sequences most texts at once, at most {@code batchTokens}
   * @param batchTokens most tokens in one decode
   */
  record Room(int sequences, int batchTokens) {}

  /** What was written behind a prompt; the token that ended it neither counts nor shows. */
  record Written(String text, int tokens, Finish finish) {}

  /**
   * @param context of {@code model}, with cells for {@code room.sequences()} of the longest prompts
   *     and their continuations
   */
  Generator(LlamaModel model, LlamaContext context, Room room, Sampling sampling) {
    this.model = model;
    this.context = context;
    this.room = room;
    this.sampling = sampling;
  }

  /**
   * Continues prompts under whatever the context is steered by.
   *
   * @param prompts tokens of each, at least one, BOS included where the model asks for one
   * @param at the tokens at which an injected direction acts; what is written is the continuation
   * @param written is called after each text
   * @return one a prompt, in their order
   */
  List<Written> generate(List<int[]> prompts, Positions at, Runnable written) {
    positions = at;
    context.clear();
    Written[] results = new Written[prompts.size()];
    Deque<Integer> free = new ArrayDeque<>();
    for (int sequence = 0; sequence < room.sequences(); sequence++) {
      free.add(sequence);
    }
    List<Text> going = new ArrayList<>();
    int next = 0;
    try {
      while (next < prompts.size() || !going.isEmpty()) {
        batch.clear();
        going.forEach(this::add);
        while (next < prompts.size() && !free.isEmpty() && batch.size() < room.batchTokens()) {
          Text text = new Text(next, prompts.get(next), free.remove());
          going.add(text);
          add(text);
          next++;
        }
        context.decode(batch);
        for (Iterator<Text> texts = going.iterator(); texts.hasNext(); ) {
          Text text = texts.next();
          if (isEnded(text)) {
            results[text.index] = text.result();
            context.forget(text.sequence);
            free.add(text.sequence);
            text.sampler.close();
            texts.remove();
            written.run();
          }
        }
      }
    } finally {
      going.forEach(text -> text.sampler.close());
    }
    return List.of(results);
  }

  /** Puts what is not decoded of a text into the batch, as far as there is room. */
  private void add(Text text) {
    text.output = -1;
    while (text.decoded < text.length() && batch.size() < room.batchTokens()) {
      boolean isLast = text.decoded == text.length() - 1;
      int index =
          batch.add(
              text.token(text.decoded),
              text.decoded,
              isLast ? Batch.Output.LOGITS : Batch.Output.NONE,
              positions.at(text.decoded, text.prompt.length),
              text.sequence);
      text.decoded++;
      if (isLast) {
        text.output = index;
      }
    }
  }

  /** Draws the next token of a text whose last one was in the batch; whether that ends it. */
  private boolean isEnded(Text text) {
    if (text.output < 0) {
      return false;
    }
    int token = context.sample(text.sampler, text.output);
    if (model.isEndOfGeneration(token)) {
      text.finish = Finish.STOP;
      return true;
    }
    text.newest = token;
    text.written++;
    text.bytes.writeBytes(model.piece(token));
    return text.written == sampling.maxTokens();
  }

  /** A prompt and what is written behind it so far. */
  private final class Text {
    final int index;
    final int[] prompt;
    final int sequence;
    final Sampler sampler;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Tokens of prompt and continuation that are in the cache or the batch. */
    int decoded;

    int written;
    int newest;

    /** Where in the batch the text's last token is; -1 where it is not. */
    int output = -1;

    Finish finish = Finish.LENGTH;

    Text(int index, int[] prompt, int sequence) {
      this.index = index;
      this.prompt = prompt;
      this.sequence = sequence;
      this.sampler = Sampler.of(sampling.options(), sampling.seed(index));
    }

    int length() {
      return prompt.length + written;
    }

    /** Only the newest token of the continuation is ever asked for. */
    int token(int position) {
      return position < prompt.length ? prompt[position] : newest;
    }

    Written result() {
      return new Written(PartialUtf8.text(bytes.toByteArray()), written, finish);
    }
  }
}
