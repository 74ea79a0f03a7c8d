package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.Answer;
import dev.steerage.dataset.AnswerFile;
import dev.steerage.dataset.AnswerReader;
import dev.steerage.dataset.AnswerSet;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import dev.steerage.runlog.Aspect;
import dev.steerage.runlog.AtomicFile;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.FileNames;
import dev.steerage.runlog.Rating;
import dev.steerage.runlog.RatingFolder;
import dev.steerage.runlog.RatingRow;
import dev.steerage.runlog.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has a judge rate generated texts, part by part into a folder; parts that are complete there are
 * passed over. Everything that can be wrong with the inputs and the output is found before weights
 * are loaded.
 */
public final class Judging {
  private final JudgeSpec spec;
  private final ModelInput judge;
  private final List<AnswerFile> files;
  private final GenerationListener listener;

  private Judging(
      JudgeSpec spec, ModelInput judge, List<AnswerFile> files, GenerationListener listener) {
    this.spec = spec;
    this.judge = judge;
    this.files = files;
    this.listener = listener;
  }

  /** Some texts of a condition that go to one file. */
  private record Part(AnswerSet set, int number) {
    int from() {
      return number * RatingFolder.ITEMS_PER_PART;
    }

    int to() {
      return Math.min(set.answers().size(), from() + RatingFolder.ITEMS_PER_PART);
    }
  }

  /** What is known of a judge without its weights. */
  private record Tokenized(ChatFormat format, int longest) {}

  /**
   * Runs a spec, or what of it is not done yet.
   *
   * @param existing what becomes of the folder if it is there
   * @param listener hears of each aspect of a text that is rated as written
   * @return the folder, which the caller closes
   * @throws InputException if a file or a setting cannot be used, or the folder holds something
   *     else
   * @throws LlamaException if llama.cpp fails
   */
  public static RunFolder run(
      JudgeSpec spec, Path folder, RunFolder.Existing existing, GenerationListener listener) {
    List<AnswerFile> files = AnswerReader.read(spec.generations());
    ModelInput judge = ModelInput.read(spec.judge());
    Judging judging = new Judging(spec, judge, files, listener);
    judging.checkConditions();
    Models.warning(spec.engine()).ifPresent(listener::warning);
    Tokenized tokenized = judging.tokenized();
    // what ratings are held against may be another time something else
    String text = JudgeSpecFile.write(withoutRun(spec), folder);
    RunFolder run = RunFolder.open(folder, text, judging.hashes(), existing);
    try {
      if (spec.run() != null) {
        AtomicFile.write(folder.resolve("spec.yaml"), JudgeSpecFile.write(spec, folder));
      }
      judging.judge(run, tokenized);
      return run;
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
  }

  private static JudgeSpec withoutRun(JudgeSpec spec) {
    return new JudgeSpec(
        spec.judge(),
        spec.generations(),
        spec.behavior(),
        spec.concept(),
        spec.chatFormat(),
        spec.baseline(),
        null,
        spec.engine());
  }

  private List<AnswerSet> sets() {
    return files.stream().flatMap(file -> file.sets().stream()).toList();
  }

  private void checkConditions() {
    Map<String, String> seen = new LinkedHashMap<>();
    for (AnswerSet set : sets()) {
      String other = seen.putIfAbsent(FileNames.safe(set.condition()), set.condition());
      if (other != null) {
        throw InputException.in(
            set.file(),
            "the conditions '%s' and '%s' have one file name; rename one"
                .formatted(InputFile.shown(other), InputFile.shown(set.condition())));
      }
    }
    sets().stream()
        .filter(set -> set.condition().equals(spec.baseline()))
        .forEach(this::checkPrompts);
    boolean hasBaseline = seen.containsValue(spec.baseline());
    if (!hasBaseline && !spec.baseline().equals(Condition.BASELINE)) {
      throw new InputException(
          "--baseline %s: no text has that condition; name one of %s"
              .formatted(
                  InputFile.shown(spec.baseline()),
                  InputFile.printable(String.join(", ", seen.values()))));
    }
    if (!hasBaseline && seen.size() > 1) {
      listener.warning(
          "no text has the condition '%s', so nothing is compared; name one with --baseline"
              .formatted(Condition.BASELINE));
    }
  }

  /** Texts are compared by their id, which must not be of another prompt. */
  private void checkPrompts(AnswerSet baseline) {
    Map<String, String> prompts = new HashMap<>();
    baseline.answers().forEach(answer -> prompts.put(answer.id(), answer.prompt()));
    for (AnswerSet set : sets()) {
      for (Answer answer : set.answers()) {
        String prompt = prompts.getOrDefault(answer.id(), answer.prompt());
        if (!prompt.equals(answer.prompt())) {
          throw InputException.in(
              set.file(),
              "the text '%s' under '%s' answers another prompt than that under '%s'; give texts of one prompt one id, and others others"
                  .formatted(
                      InputFile.shown(answer.id()),
                      InputFile.shown(set.condition()),
                      InputFile.shown(baseline.condition())));
        }
      }
    }
  }

  private Map<String, String> hashes() {
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put("judge " + judge.name(), judge.sha256());
    for (AnswerFile file : files) {
      String name = String.valueOf(file.file().getFileName());
      hashes.put("generations " + hashes.size() + " (" + name + ")", file.sha256());
    }
    for (Aspect aspect : Aspect.values()) {
      hashes.put("rubric " + aspect.word(), Rubric.of(aspect).sha256());
    }
    return hashes;
  }

  private Tokenized tokenized() {
    try (LlamaModel model = Models.load(judge.file(), LlamaModel.Options.tokenizer())) {
      ChatFormat format = ChatFormats.of(spec.chatFormat(), model);
      ChatFormats.warning(format, model).ifPresent(listener::warning);
      JudgeQuestions questions = new JudgeQuestions(model, format, spec.concept());
      int longest = questions.longest(files, ModelShape.of(model).context());
      return new Tokenized(format, longest);
    }
  }

  private void judge(RunFolder run, Tokenized tokenized) {
    RatingFolder ratings = new RatingFolder(run);
    List<Part> left = new ArrayList<>();
    for (AnswerSet set : sets()) {
      Part part = new Part(set, 0);
      for (; part.from() < set.answers().size(); part = new Part(set, part.number() + 1)) {
        if (!ratings.holds(set.condition(), part.number())) {
          left.add(part);
        }
      }
    }
    run.notes().forEach(listener::warning);
    JudgeProvenance provenance =
        new JudgeProvenance(spec, judge, files, tokenized.format(), run.readProvenance());
    listener.started(questions(left));
    if (!left.isEmpty()) {
      listener.stage("loading " + judge.name());
      EngineSpec engine = spec.engine();
      try (LlamaModel model = Models.load(judge.file(), engine.gpus().options());
          LlamaContext context =
              LlamaContext.of(model, RatingDecoder.options(engine, tokenized.longest()))) {
        JudgeQuestions questions = new JudgeQuestions(model, tokenized.format(), spec.concept());
        RatingDecoder decoder = new RatingDecoder(model, context);
        provenance.loaded(model, questions);
        for (Part part : left) {
          listener.stage(part.set().condition());
          ratings.write(part.set().condition(), part.number(), rate(part, questions, decoder));
        }
        provenance.decoded(decoder.decoded());
      }
    }
    listener.finished();
    run.writeProvenance(provenance.complete());
  }

  private static int questions(List<Part> parts) {
    return Aspect.values().length * parts.stream().mapToInt(part -> part.to() - part.from()).sum();
  }

  /** One aspect after the other, since the head of its rubric stays in the cache meanwhile. */
  private List<RatingRow> rate(Part part, JudgeQuestions questions, RatingDecoder decoder) {
    List<Answer> answers = part.set().answers().subList(part.from(), part.to());
    Map<Aspect, List<Rating>> ratings = new LinkedHashMap<>();
    for (Aspect aspect : Aspect.values()) {
      List<Rating> of = new ArrayList<>();
      for (Answer answer : answers) {
        listener.stage(part.set().condition() + " " + aspect.word());
        of.add(decoder.rate(questions.of(aspect, answer), questions.headOf(aspect)));
        listener.written();
      }
      ratings.put(aspect, of);
    }
    List<String> clusters = part.set().clusters();
    List<RatingRow> rows = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      rows.add(
          new RatingRow(
              part.set().condition(),
              answers.get(i).id(),
              clusters.get(part.from() + i),
              at(ratings, Aspect.CONCEPT, i),
              at(ratings, Aspect.INSTRUCTION, i),
              at(ratings, Aspect.FLUENCY, i)));
    }
    return rows;
  }

  private static Rating at(Map<Aspect, List<Rating>> ratings, Aspect aspect, int index) {
    return ratings.getOrDefault(aspect, List.of()).get(index);
  }
}
