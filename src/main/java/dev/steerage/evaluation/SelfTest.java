package dev.steerage.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.InputException;
import dev.steerage.llama.Batch;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.TargetLogprob;
import dev.steerage.vector.SteeringVector;
import dev.steerage.vector.SteeringVectorReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Computes the bundled model's logprobs of some texts, steered and not, and compares them with
 * those of Hugging Face transformers in float32, which are in {@code self-test.json}: whether this
 * build computes right on this machine and its devices.
 */
public final class SelfTest {
  /**
   * Most difference of a logprob, nats: the file's weights are F16, and llama.cpp multiplies them
   * with activations that are rounded to F16 as well.
   */
  public static final double BOUND = 0.02;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LlamaContext context;
  private final SteeringVector vector;
  private int logprobs;
  private double greatest;

  private SelfTest(LlamaContext context, SteeringVector vector) {
    this.context = context;
    this.vector = vector;
  }

  /**
   * What came out.
   *
   * @param logprobs how many were compared
   * @param greatest difference, nats; NaN where one is not a number
   */
  public record Result(int logprobs, double greatest) {
    /** Whether all are within {@link #BOUND}. */
    public boolean isGood() {
      return greatest <= BOUND;
    }
  }

  /**
   * Runs the test.
   *
   * @param model the bundled one
   * @param vector the bundled one of corrigible
   * @param gpus what goes on them
   * @throws InputException if a file cannot be used
   * @throws dev.steerage.llama.LlamaException if llama.cpp fails
   */
  public static Result run(Path model, Path vector, GpuUse gpus) {
    EngineSpec exact = EngineSpec.exact();
    JsonNode cases = cases();
    SteeringVector steering = SteeringVectorReader.read(vector);
    LlamaContext.Options options =
        new LlamaContext.Options(
            exact.batchTokens(),
            exact.batchTokens(),
            1,
            exact.threads(),
            exact.kvType(),
            exact.flashAttention());
    try (LlamaModel loaded = Models.load(model, gpus.options());
        LlamaContext context = LlamaContext.of(loaded, options)) {
      SelfTest test = new SelfTest(context, steering);
      for (JsonNode text : cases.path("texts")) {
        for (Map.Entry<String, JsonNode> steered : text.path("logprobs").properties()) {
          test.steer(cases.path("layer").asInt(), Float.parseFloat(steered.getKey()));
          test.compare(text, steered.getValue());
        }
      }
      return new Result(test.logprobs, test.greatest);
    }
  }

  private static JsonNode cases() {
    try (InputStream in = SelfTest.class.getResourceAsStream("self-test.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void steer(int layer, float coefficient) {
    if (coefficient == 0) {
      context.unsteer();
      return;
    }
    float[] direction = vector.directions().direction(layer).clone();
    for (int i = 0; i < direction.length; i++) {
      direction[i] *= coefficient;
    }
    context.steer(layer, direction);
  }

  private void compare(JsonNode text, JsonNode expected) {
    context.clear();
    JsonNode tokens = text.path("tokens");
    int start = text.path("start").asInt();
    Batch batch = new Batch();
    for (int i = 0; i < tokens.size() - 1; i++) {
      Batch.Output output = i + 1 >= start ? Batch.Output.LOGITS : Batch.Output.NONE;
      batch.add(tokens.get(i).asInt(), i, output, 0);
    }
    context.decode(batch);
    int n = tokens.size() - start;
    int[] indices = new int[n];
    int[] targets = new int[n];
    for (int i = 0; i < n; i++) {
      indices[i] = start - 1 + i;
      targets[i] = tokens.get(start + i).asInt();
    }
    List<TargetLogprob> results = context.targetLogprobs(indices, targets);
    for (int i = 0; i < n; i++) {
      // Math.max keeps a NaN
      greatest =
          Math.max(greatest, Math.abs(results.get(i).logprob() - expected.get(i).asDouble()));
      logprobs++;
    }
  }
}
