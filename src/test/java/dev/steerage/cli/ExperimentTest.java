package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.dataset.BehaviorReader;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.dataset.ShippedBehaviors;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.ScoreRow;
import dev.steerage.tiny.TinyLora;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole experiment in one file, on a small random model. */
class ExperimentTest {
  private static final int WIDTH = 32;

  @TempDir private Path folder;

  @Test
  void allShippedBehaviorsFourKindsOfInterventionAndTwoPrecisionsComeFromOneFileAndAgainFromTheRun()
      throws IOException {
    TinyModel tiny = TinyModel.of(Path.of(Demo.MODEL)).width(WIDTH).heads(2);
    Path model = tiny.write(folder.resolve("base.gguf"));
    CommandRun.of("quantize", model.toString(), "--type", "q8_0").succeeded();
    TinyLora lora = TinyLora.of(tiny, "blk.0.attn_v.weight");
    lora.write(folder.resolve("adapter.gguf"));
    lora.writeMerged(folder.resolve("tuned.gguf"), 1);
    float[] direction = new float[WIDTH];
    Arrays.fill(direction, 0.2f);
    ControlVectorWriter.write(
        folder.resolve("push.gguf"), "llama", new TreeMap<>(Map.of(1, direction)));
    Path spec =
        Files.writeString(
            folder.resolve("experiment.yaml"),
            """
            models: [base.gguf, base-q8_0.gguf]
            behaviors: [%s]
            threads: 1
            divergence: false
            interventions:
            - {vector: push.gguf, layers: [1], coefficients: [2], behaviors: [corrigibility, refusal]}
            - {lora: adapter.gguf, behaviors: [corrigibility]}
            - {fine-tuned: tuned.gguf, models: [base], behaviors: [corrigibility]}
            - {system-prompt: Obey., name: obedient, behaviors: [corrigibility]}
            output: first
            """
                .formatted(String.join(", ", ShippedBehaviors.names())));

    CommandRun.of("evaluate", "--spec", spec.toString()).succeeded();

    Path first = folder.resolve("first");
    List<ScoreRow> scores = RunFolder.existing(first).readScores();
    int texts = ShippedBehaviors.names().stream().mapToInt(ExperimentTest::texts).sum();
    // the baseline on all; the others on one or two behaviors, one of them with one model
    assertThat(scores).hasSize(2 * texts + 7 * texts("corrigibility") + 2 * texts("refusal"));
    assertThat(conditions(scores, "base-q8_0"))
        .containsExactlyInAnyOrder(
            "baseline", "push-layer1-coefficient2", "adapter-scale1", "obedient");
    assertThat(conditions(scores, "base")).hasSize(5).contains("tuned");

    Path again = folder.resolve("again");
    String normalised = first.resolve("spec.yaml").toString();
    CommandRun.of("evaluate", "--spec", normalised, "--output", again.toString()).succeeded();
    assertThat(again.resolve("scores.csv")).hasSameBinaryContentAs(first.resolve("scores.csv"));
  }

  private static int texts(String behavior) {
    return 2 * BehaviorReader.read(Path.of(behavior), HalfOrder.POSITIVE_FIRST).pairs().size();
  }

  private static Set<String> conditions(List<ScoreRow> scores, String model) {
    return scores.stream()
        .map(ScoreRow::condition)
        .filter(condition -> condition.model().equals(model))
        .map(Condition::condition)
        .collect(Collectors.toSet());
  }
}
