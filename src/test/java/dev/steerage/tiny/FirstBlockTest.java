package dev.steerage.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.llama.Batch;
import dev.steerage.llama.Batch.Injection;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Progress;
import dev.steerage.llama.TargetLogprob;
import dev.steerage.vector.GgufWriter.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steering block 0, against llama.cpp's control vector on a model with one more block. */
class FirstBlockTest {
  private static final Path TOKENIZER = Path.of("models/steerage-demo-f16.gguf");
  private static final Pattern BLOCK = Pattern.compile("blk\\.([0-9]+)\\.(.*)");
  private static final int WIDTH = 64;
  private static final int[] TOKENS = {1, 300, 400, 500, 600, 700};

  @TempDir private Path folder;

  /** A block in front that adds nothing makes block 0 of one model block 1 of the other. */
  @Test
  void isThatOfTheControlVectorBehindABlockThatAddsNothing() {
    TinyModel tiny = TinyModel.of(TOKENIZER).layers(2);
    Path model = tiny.write(folder.resolve("model.gguf"));
    Path twin =
        TinyModel.of(TOKENIZER).layers(3).write(folder.resolve("twin.gguf"), behindABlock(tiny));
    float[] direction = TinyModel.random(5, "direction", WIDTH, 0.5);

    List<TargetLogprob> baseline = logprobs(model, context -> {}, Injection.NONE);
    List<TargetLogprob> steered =
        logprobs(model, context -> context.inject(0, direction), Injection.DIRECTION);

    assertThat(logprobs(twin, context -> {}, Injection.NONE)).isEqualTo(baseline);
    assertThat(steered).isNotEqualTo(baseline);
    assertThat(logprobs(twin, context -> context.steer(1, direction), Injection.NONE))
        .isEqualTo(steered);
  }

  private static List<Tensor> behindABlock(TinyModel tiny) {
    List<Tensor> tensors = new ArrayList<>();
    for (Tensor tensor : tiny.tensors()) {
      Matcher block = BLOCK.matcher(tensor.name());
      if (!block.matches()) {
        tensors.add(tensor);
        continue;
      }
      int index = Integer.parseInt(block.group(1));
      String part = block.group(2);
      tensors.add(
          new Tensor("blk." + (index + 1) + "." + part, tensor.dimensions(), tensor.values()));
      if (index == 0) {
        boolean isSum = part.equals("attn_output.weight") || part.equals("ffn_down.weight");
        tensors.add(
            new Tensor(
                tensor.name(),
                tensor.dimensions(),
                isSum ? () -> new float[tensor.size()] : tensor.values()));
      }
    }
    return tensors;
  }

  private interface Change {
    void of(LlamaContext context);
  }

  private static List<TargetLogprob> logprobs(Path file, Change change, Injection injection) {
    try (LlamaModel model = LlamaModel.load(file, LlamaModel.Options.cpu(), Progress.NONE);
        LlamaContext context =
            LlamaContext.of(
                model, new LlamaContext.Options(64, 64, 1, 2, LlamaContext.KvType.F32, false))) {
      change.of(context);
      Batch batch = new Batch();
      for (int i = 0; i < TOKENS.length; i++) {
        batch.add(TOKENS[i], i, Batch.Output.LOGITS, injection, 0);
      }
      context.decode(batch);
      int[] indices = IntStream.range(0, TOKENS.length).toArray();
      return context.targetLogprobs(indices, TOKENS);
    }
  }
}
