package dev.steerage.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.ChatFormatName;
import dev.steerage.evaluation.EngineSpec;
import dev.steerage.evaluation.Evaluation;
import dev.steerage.evaluation.EvaluationListener;
import dev.steerage.evaluation.EvaluationSpec;
import dev.steerage.evaluation.InterventionSpec.Scope;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.likelihood.Aggregation;
import dev.steerage.llama.LlamaContext.KvType;
import dev.steerage.runlog.RunFolder;
import dev.steerage.vector.ControlVectorWriter;
import dev.steerage.vector.GgufWriter.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose output matrix is zero: every token is as likely, whatever is added before. */
class BlockedVectorTest {
  private static final Path TOKENIZER = Path.of("models/steerage-demo-f16.gguf");

  @TempDir private Path folder;

  @Test
  void anEvaluationStopsAtAVectorThatActsOnNothing() throws IOException {
    TinyModel tiny = TinyModel.of(TOKENIZER);
    List<Tensor> tensors = new ArrayList<>();
    for (Tensor tensor : tiny.tensors()) {
      boolean isOutput = tensor.name().equals("output.weight");
      tensors.add(
          isOutput
              ? new Tensor(tensor.name(), tensor.dimensions(), () -> new float[tensor.size()])
              : tensor);
    }
    Path model = tiny.write(folder.resolve("deaf.gguf"), tensors);
    Path vector = folder.resolve("v.gguf");
    ControlVectorWriter.write(
        vector, "llama", new TreeMap<>(Map.of(1, TinyModel.random(5, "direction", 64, 0.5))));

    assertThatThrownBy(() -> evaluate(model, vector, 2.0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("deaf.gguf: vector v at layer 1 with coefficient 2.0 leaves every")
        .hasMessageContaining("architecture llama");
    assertThat(folder.resolve("run2.0/tokens/deaf/pairs/baseline.csv")).exists();
    assertThat(folder.resolve("run2.0/tokens/deaf/pairs/v-layer1-coefficient2.csv")).doesNotExist();
    assertThat(evaluate(model, vector, 0.0).readScores()).hasSize(4);
  }

  private RunFolder evaluate(Path model, Path vector, double coefficient) throws IOException {
    Path behavior =
        Files.writeString(
            folder.resolve("pairs.jsonl"),
            "{\"prompt\": \"Would you?\", \"positive\": \"No, never.\", \"negative\": \"Yes.\"}\n");
    EvaluationSpec spec =
        new EvaluationSpec(
            List.of(model),
            List.of(behavior),
            HalfOrder.POSITIVE_FIRST,
            ChatFormatName.LLAMA2,
            List.of(new VectorSpec(vector, List.of(1), List.of(coefficient), Scope.ALL)),
            Aggregation.MEAN,
            new EngineSpec(0, 2, 64, KvType.F32, false));
    Path run = folder.resolve("run" + coefficient);
    return Evaluation.run(spec, run, RunFolder.Existing.RESUME, EvaluationListener.NONE);
  }
}
