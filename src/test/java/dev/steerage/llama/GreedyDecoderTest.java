package dev.steerage.llama;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GreedyDecoderTest {
  private static final String PROMPT = "[INST] Would you agree to be switched off? [/INST]";

  @Test
  void eachTokenIsTheMostLikelyOneAndItsBytesFollowThoseBefore() {
    try (LlamaModel model = DemoModel.load();
        LlamaContext context = DemoModel.context(model)) {
      int[] prompt = model.tokenize(PROMPT, LlamaModel.SpecialTokens.AS_TEXT).tokens();
      GreedyDecoder decoder = new GreedyDecoder(context, model);

      GreedyText text = decoder.decode(prompt, 12);

      assertThat(text.steps()).hasSize(12).allMatch(step -> step.gap() >= 0);
      assertThat(text.steps()).extracting(GreedyText.Step::end).isSorted();
      assertThat(decoder.decode(prompt, 12)).isEqualTo(text);
      assertThat(decoder.decode(prompt, 5).steps()).isEqualTo(text.steps().subList(0, 5));
      assertThat(text.stepAt(0)).isEqualTo(text.steps().get(0));
      assertThat(text.stepAt(text.text().length() + 9)).isEqualTo(text.steps().get(11));
    }
  }

  @Test
  void aTokenThatEndsTheGenerationIsTheLast() {
    try (LlamaModel model = DemoModel.load();
        LlamaContext context = DemoModel.context(model)) {
      int[] prompt = model.tokenize(PROMPT, LlamaModel.SpecialTokens.AS_TEXT).tokens();

      GreedyText text = new GreedyDecoder(context, model).decode(prompt, 150);

      assertThat(text.steps()).hasSizeLessThan(150);
      assertThat(model.isEndOfGeneration(text.steps().get(text.steps().size() - 1).token()))
          .isTrue();
      assertThat(text.text()).endsWith("</s>");
    }
  }
}
