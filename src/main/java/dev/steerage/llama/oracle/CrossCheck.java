package dev.steerage.llama.oracle;

import dev.steerage.llama.GreedyText;
import dev.steerage.vector.ControlVectorWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares our build of llama.cpp with the {@link Oracle} on one model: token ids of many texts,
 * greedy text, and greedy text under one steering vector.
 */
public final class CrossCheck {
  private static final long SEED = 20241017;

  private final Path model;
  private final Oracle oracle;
  private final Plan plan;

  /**
   * What is asked of both builds.
   *
   * @param texts to be split into tokens
   * @param prompts to be continued, at least one
   * @param tokens most tokens to continue a prompt with
   */
  public record Plan(List<String> texts, List<String> prompts, int tokens) {
    public Plan {
      texts = List.copyOf(texts);
      prompts = List.copyOf(prompts);
    }

    /** The built-in texts and prompts. */
    public static Plan standard() {
      return new Plan(SampleTexts.toSplit(), SampleTexts.toContinue(), 24);
    }
  }

  /** Compares on a model file. */
  public CrossCheck(Path model, Oracle oracle, Plan plan) {
    this.model = model;
    this.oracle = oracle;
    this.plan = plan;
  }

  /**
   * Compares, steering in a random direction at the middle layer.
   *
   * @throws dev.steerage.InputException if llama.cpp does not accept the model
   * @throws dev.steerage.llama.LlamaException if our build fails
   * @throws OracleException if the other build does
   */
  public List<Comparison> run() {
    try (OwnBuild own = new OwnBuild(model)) {
      return run(own, own.random(plan.prompts().get(0), SEED));
    }
  }

  /**
   * Compares, steering as told.
   *
   * @param layer block to whose output the direction is added
   * @param direction scaled already
   * @throws dev.steerage.InputException if layer or width do not fit the model
   * @throws dev.steerage.llama.LlamaException if our build fails
   * @throws OracleException if the other build fails
   */
  public List<Comparison> run(int layer, float[] direction) {
    try (OwnBuild own = new OwnBuild(model)) {
      return run(own, new Steering(layer, direction));
    }
  }

  private List<Comparison> run(OwnBuild own, Steering steering) {
    List<GreedyText> steered =
        plan.prompts().stream().map(p -> own.steered(steering, p, plan.tokens())).toList();
    List<GreedyText> unsteered =
        plan.prompts().stream().map(p -> own.unsteered(p, plan.tokens())).toList();
    List<Question> ids = plan.texts().stream().map(Question::ids).toList();
    List<Question> texts =
        plan.prompts().stream().map(p -> Question.text(p, plan.tokens())).toList();
    List<Question> all = new ArrayList<>(ids);
    all.addAll(texts);
    List<Answer> answers = oracle.ask(model, Optional.empty(), all);
    List<Answer> steeredAnswers = askSteered(own.architecture(), steering, texts);
    return List.of(
        ids(own, answers.subList(0, ids.size())),
        texts("greedy text", unsteered, answers.subList(ids.size(), all.size())),
        texts("steered greedy text", steered, steeredAnswers));
  }

  /** The direction is scaled in the file: java-llama.cpp passes no factor and no layer range on. */
  private List<Answer> askSteered(String architecture, Steering steering, List<Question> texts) {
    try {
      Path vector = Files.createTempFile("steerage-vector", ".gguf");
      try {
        ControlVectorWriter.write(
            vector, architecture, new TreeMap<>(Map.of(steering.layer(), steering.direction())));
        return oracle.ask(model, Optional.of(vector), texts);
      } finally {
        Files.delete(vector);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Comparison ids(OwnBuild own, List<Answer> answers) {
    Tally tally = new Tally("token ids");
    for (int i = 0; i < answers.size(); i++) {
      String text = plan.texts().get(i);
      tally.ids(text, own.ids(text), answers.get(i).ids());
    }
    return tally.comparison();
  }

  private Comparison texts(String subject, List<GreedyText> ours, List<Answer> answers) {
    Tally tally = new Tally(subject);
    for (int i = 0; i < answers.size(); i++) {
      tally.texts(plan.prompts().get(i), ours.get(i), answers.get(i).text());
    }
    return tally.comparison();
  }
}
