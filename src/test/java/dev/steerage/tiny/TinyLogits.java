package dev.steerage.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SpecialTokens;
import dev.steerage.llama.Progress;
import dev.steerage.llama.TargetLogprob;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What a model says after each token of a text. */
record TinyLogits(int vocabularySize, List<TargetLogprob> logprobs) {

  /** Decodes a text; each token but the last has the next one as its target. */
  static TinyLogits of(Path file, String text) {
    try (LlamaModel model = LlamaModel.load(file, LlamaModel.Options.cpu(), Progress.NONE);
        LlamaContext context =
            LlamaContext.of(
                model, new LlamaContext.Options(256, 64, 1, 2, LlamaContext.KvType.F32, false))) {
      int[] tokens = model.tokenize(text, SpecialTokens.AS_TEXT).tokens();
      Batch batch = new Batch();
      for (int i = 0; i < tokens.length; i++) {
        batch.add(tokens[i], i, Batch.Output.LOGITS, 0);
      }
      context.decode(batch);
      int[] indices = IntStream.range(0, tokens.length - 1).toArray();
      int[] targets = Arrays.copyOfRange(tokens, 1, tokens.length);
      // fails where a logit is not finite
      return new TinyLogits(model.vocabularySize(), context.targetLogprobs(indices, targets));
    }
  }

  /** Checks that no distribution is all but uniform or all but certain, and that they differ. */
  void areUsable() {
    double uniform = Math.log(vocabularySize);
    assertThat(logprobs)
        .hasSizeGreaterThan(3)
        .allSatisfy(
            after -> {
              assertThat(after.logprob()).isFinite();
              assertThat(after.entropy()).isBetween(uniform - 4, uniform - 0.5);
            });
    assertThat(logprobs.stream().map(TargetLogprob::top).distinct()).hasSizeGreaterThan(2);
  }
}
