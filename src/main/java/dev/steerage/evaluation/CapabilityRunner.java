package dev.steerage.evaluation;

import dev.steerage.dataset.ChoiceAnswer;
import dev.steerage.dataset.ChoiceQuestion;
import dev.steerage.dataset.QuestionSet;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.LlamaException;
import dev.steerage.runlog.CapabilityFolder;
import dev.steerage.runlog.ChoiceRow;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunFolder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Scores sets of questions with one set of loaded weights and writes their files. */
final class CapabilityRunner {
  /** Questions whose tokens' scores are in memory together. */
  private static final int SLICE = 500;

  private final CapabilityFolder folder;
  private final CapabilityWork work;
  private final CapabilityTexts texts;
  private final ResidualNorms norms;
  private final Engine engine;
  private final EngineSpec settings;
  private final LongConsumer decoded;
  private final NumberCheck numbers;

  /**
   * A runner.
   *
   * @param work of the model whose conditions they are
   * @param texts of that model
   * @param norms of the residual stream, known for what scale residual needs
   * @param engine with the model, or with weights that are in its place
   * @param settings of the engine
   * @param decoded hears the number of tokens of each decode
   */
  CapabilityRunner(
      RunFolder run,
      CapabilityWork work,
      CapabilityTexts texts,
      ResidualNorms norms,
      Engine engine,
      EngineSpec settings,
      LongConsumer decoded) {
    this.folder = new CapabilityFolder(run);
    this.work = work;
    this.texts = texts;
    this.norms = norms;
    this.engine = engine;
    this.settings = settings;
    this.decoded = decoded;
    this.numbers = new NumberCheck(engine.model().vocabularySize());
  }

  /** A set under a system prompt, whose tokens are the same for all of its passes. */
  private record Texts(QuestionSet set, Optional<String> systemPrompt) {
    static Texts of(CapabilityPass pass) {
      return new Texts(pass.set(), Optional.ofNullable(pass.cell().setting().systemPrompt()));
    }
  }

  /** Computes what is missing of these weights, which are the engine's. */
  void run(ModelInput weights) {
    Map<Texts, List<CapabilityPass>> groups = new LinkedHashMap<>();
    work.passes(weights)
        .forEach(pass -> groups.computeIfAbsent(Texts.of(pass), t -> new ArrayList<>()).add(pass));
    if (groups.isEmpty()) {
      return;
    }
    boolean sharing = engine.model().sharesPrompts();
    Scoring scoring = Scoring.of(engine.model(), settings);
    try (ChoiceScorer scorer = new ChoiceScorer(engine.context(), scoring, sharing, decoded)) {
      groups.forEach(
          (group, passes) -> {
            List<TokenizedQuestion> questions =
                texts.tokenize(engine.model(), group.set(), group.systemPrompt().orElse(null));
            passes.forEach(pass -> run(scorer, pass, questions));
          });
    }
  }

  private void run(ChoiceScorer scorer, CapabilityPass pass, List<TokenizedQuestion> questions) {
    Cell cell = pass.cell();
    Setting setting = cell.setting();
    double norm = norms.of(cell).orElseThrow(() -> CellRunner.noNorm(engine.model().file(), cell));
    engine.adapter().apply(setting, norm);
    Condition condition = pass.conditions().get(0);
    List<ChoiceRow> rows = new ArrayList<>();
    try {
      for (int from = 0; from < questions.size(); from += SLICE) {
        List<TokenizedQuestion> slice =
            questions.subList(from, Math.min(from + SLICE, questions.size()));
        List<List<List<TokenScore>>> scores =
            FiniteCheck.of(
                engine.model().file(), setting, () -> scorer.score(slice, setting.positions()));
        for (int i = 0; i < slice.size(); i++) {
          addRows(condition, slice.get(i), scores.get(i), rows);
        }
      }
    } catch (LlamaException e) {
      throw new CellException(condition, e);
    }
    pass.conditions().forEach(each -> folder.write(each, rows));
  }

  private void addRows(
      Condition condition,
      TokenizedQuestion texts,
      List<List<TokenScore>> scores,
      List<ChoiceRow> rows) {
    ChoiceQuestion question = texts.question();
    ChoiceAnswer answer = this.texts.answer();
    for (int choice = 0; choice < scores.size(); choice++) {
      TokenizedText text = texts.texts().get(choice);
      double sum = 0;
      int position = text.mask().start();
      for (TokenScore score : scores.get(choice)) {
        String where = "token %d of choice %d of question %s,";
        Object[] place = {position++, choice, question.id()};
        numbers.check(condition, () -> where.formatted(place), score.target());
        sum += score.logprob();
      }
      rows.add(
          new ChoiceRow(
              question.id(),
              choice,
              answer,
              question.correct().contains(choice),
              question.best() == choice,
              text.mask().length(),
              answer.continuation(question, choice).getBytes(StandardCharsets.UTF_8).length,
              sum));
    }
  }
}
