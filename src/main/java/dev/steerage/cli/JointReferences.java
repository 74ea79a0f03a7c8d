package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.cli.RunFacts.Kind;
import dev.steerage.cli.RunFacts.Subject;
import dev.steerage.evaluation.ComparisonSpec;
import dev.steerage.report.VerdictTable.Question;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which model of which run each other one is compared with. */
final class JointReferences {
  private static final String AGREE = "do the runs agree?";
  private static final String SURVIVES = "does steering survive?";

  private final List<String> runs;
  private final List<List<String>> models;
  private final RunIdentities identities;
  private final JointNames names;

  /**
   * The outcome.
   *
   * @param byModel name of the reference by model, as they are called together
   * @param question that the verdicts answer
   */
  record References(Map<String, String> byModel, Question question) {}

  /**
   * @param models names of the models of each run, as the run has them
   */
  JointReferences(
      List<String> runs, List<List<String>> models, RunIdentities identities, JointNames names) {
    this.runs = List.copyOf(runs);
    this.models = List.copyOf(models);
    this.identities = identities;
    this.names = names;
  }

  /**
   * Finds them.
   *
   * @param asked the name of a run, with whose models those of the same name and bytes in the other
   *     runs are compared; or that of a model, with which all others are; {@link
   *     ComparisonSpec#AUTO} for the first run that has the same model; {@link ComparisonSpec#NONE}
   *     for no comparison
   * @throws InputException for anything else
   */
  References of(String asked) {
    if (asked.equals(ComparisonSpec.NONE)) {
      return new References(Map.of(), new Question(AGREE, asked));
    }
    if (asked.equals(ComparisonSpec.AUTO)) {
      return ofFirst();
    }
    return runs.contains(asked) ? ofRun(runs.indexOf(asked)) : ofModel(asked);
  }

  private References ofFirst() {
    Map<String, String> byModel = new LinkedHashMap<>();
    Set<Integer> used = new LinkedHashSet<>();
    for (int run = 0; run < runs.size(); run++) {
      for (String model : models.get(run)) {
        int first = identities.first(run, new Subject(Kind.MODEL, model));
        if (first != run) {
          byModel.put(names.model(run, model), names.model(first, model));
          used.add(first);
        }
      }
    }
    String reference = used.stream().map(runs::get).collect(Collectors.joining(", "));
    return new References(byModel, new Question(AGREE, reference));
  }

  private References ofRun(int reference) {
    Map<String, String> byModel = new LinkedHashMap<>();
    for (String model : models.get(reference)) {
      Subject subject = new Subject(Kind.MODEL, model);
      for (int run = 0; run < runs.size(); run++) {
        boolean isSame =
            models.get(run).contains(model)
                && identities.first(run, subject) == identities.first(reference, subject);
        if (run != reference && isSame) {
          byModel.put(names.model(run, model), names.model(reference, model));
        }
      }
    }
    return new References(byModel, new Question(AGREE, runs.get(reference)));
  }

  private References ofModel(String asked) {
    Map<String, String> known = new LinkedHashMap<>();
    for (int run = 0; run < runs.size(); run++) {
      for (String model : models.get(run)) {
        known.putIfAbsent(names.model(run, model), names.model(run, model));
      }
    }
    List<String> all = List.copyOf(known.keySet());
    for (int run = 0; run < runs.size(); run++) {
      for (String model : models.get(run)) {
        known.putIfAbsent(model, names.model(run, model)); // of the first run that has it
      }
    }
    String reference = known.get(asked);
    if (reference == null) {
      throw new InputException(
          "reference '%s' is none of the runs (%s) and none of their models (%s); give one of these names, auto or none"
              .formatted(
                  InputFile.shown(asked),
                  InputFile.printable(String.join(", ", runs)),
                  InputFile.printable(String.join(", ", all))));
    }
    Map<String, String> byModel = new LinkedHashMap<>();
    all.stream().filter(m -> !m.equals(reference)).forEach(m -> byModel.put(m, reference));
    return new References(byModel, new Question(SURVIVES, reference));
  }
}
