package dev.steerage.llama.oracle;

import dev.steerage.InputException;
import dev.steerage.WorkNote;
import dev.steerage.llama.GreedyDecoder;
import dev.steerage.llama.GreedyText;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import dev.steerage.llama.Tokens;
import dev.steerage.llama.check.ModelCheck;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Our side of the comparison, with the exact settings. */
final class OwnBuild implements AutoCloseable {
  private static final int CONTEXT_TOKENS = 512;
  private static final int MOST_DOUBLINGS = 20;

  private final LlamaModel model;
  private final LlamaContext context;
  private final GreedyDecoder decoder;

  OwnBuild(Path file) {
    this.model = load(file);
    this.context =
        LlamaContext.of(
            model,
            new LlamaContext.Options(
                CONTEXT_TOKENS,
                CONTEXT_TOKENS,
                1,
                Runtime.getRuntime().availableProcessors(),
                LlamaContext.KvType.F32,
                false));
    this.decoder = new GreedyDecoder(context, model);
  }

  private static LlamaModel load(Path file) {
    ModelCheck.check(file);
    WorkNote.inUse(file);
    try {
      return LlamaModel.load(file, LlamaModel.Options.cpu(), Progress.NONE);
    } catch (LlamaException e) {
      if (e.status() == LlamaException.Status.FILE) {
        throw InputException.in(file, String.valueOf(e.getMessage()), e);
      }
      throw e;
    }
  }

  String architecture() {
    return model.metadata("general.architecture").orElse("unknown");
  }

  /**
   * Ids without the BOS that the model may want before a text: the other build adds none. One that
   * the text itself begins with stays.
   */
  List<Integer> ids(String text) {
    Tokens tokens = model.tokenize(text, LlamaModel.SpecialTokens.PARSED);
    int[] starts = tokens.starts();
    int firstEnd = starts.length > 1 ? starts[1] : text.length();
    boolean isAdded = model.addsBos() && firstEnd == 0;
    return Arrays.stream(tokens.tokens()).skip(isAdded ? 1 : 0).boxed().toList();
  }

  GreedyText unsteered(String prompt, int most) {
    context.unsteer();
    return decoder.decode(tokens(prompt), most);
  }

  GreedyText steered(Steering steering, String prompt, int most) {
    try {
      context.steer(steering.layer(), steering.direction());
    } catch (LlamaException e) {
      throw InputException.in(model.file(), String.valueOf(e.getMessage()), e);
    }
    return decoder.decode(tokens(prompt), most);
  }

  /**
   * A random direction at the middle layer, doubled until it changes the token that follows a
   * prompt: long enough that a build which ignores it writes another text.
   */
  Steering random(String prompt, long seed) {
    int layer = Math.max(1, model.layers() / 2);
    Steering steering = Steering.random(layer, model.width(), seed);
    String baseline = unsteered(prompt, 1).text();
    for (int i = 0; i < MOST_DOUBLINGS; i++) {
      if (!steered(steering, prompt, 1).text().equals(baseline)) {
        return steering;
      }
      steering = steering.times(2);
    }
    throw InputException.in(
        model.file(),
        "a control vector changes nothing in it: llama.cpp does not steer the architecture "
            + architecture());
  }

  private int[] tokens(String text) {
    return model.tokenize(text, LlamaModel.SpecialTokens.PARSED).tokens();
  }

  @Override
  public void close() {
    context.close();
    model.close();
  }
}
