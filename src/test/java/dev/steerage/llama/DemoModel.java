package dev.steerage.llama;

import java.nio.file.Path;

/** The bundled model, opened small for tests. */
final class DemoModel {
  static final Path FILE = Path.of("models/steerage-demo-f16.gguf");

  static final LlamaContext.Options OPTIONS =
      new LlamaContext.Options(256, 64, 4, 2, LlamaContext.KvType.F32, false);

  private DemoModel() {}

  static LlamaModel load() {
    return LlamaModel.load(FILE, LlamaModel.Options.cpu(), Progress.NONE);
  }

  static LlamaContext context(LlamaModel model) {
    return LlamaContext.of(model, OPTIONS);
  }

  /** The tokens of a text in sequence 0, every one an output. */
  static Batch batch(LlamaModel model, String text) {
    int[] tokens = model.tokenize(text, LlamaModel.SpecialTokens.AS_TEXT).tokens();
    Batch batch = new Batch();
    for (int i = 0; i < tokens.length; i++) {
      batch.add(tokens[i], i, Batch.Output.LOGITS, 0);
    }
    return batch;
  }
}
