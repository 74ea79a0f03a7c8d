package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.evaluation.InterventionSpec.SystemPromptSpec;
import dev.steerage.evaluation.InterventionSpec.VectorSpec;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.FileNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What prompts are continued under.
 *
 * @param name unique among those of a run, as a part of file names too
 * @param systemPrompt in place of the prompts' own; null to keep those
 * @param intervention the name of what changes the model; {@value Condition#BASELINE} for nothing
 * @param setting both of them
 */
record GenerationCondition(
    String name, @Nullable SystemPromptSpec systemPrompt, String intervention, Setting setting) {

  /**
   * The conditions of a spec: each intervention under each system prompt.
   *
   * @throws InputException if a file cannot be used, or two interventions have one name
   */
  static List<GenerationCondition> of(GenerationSpec spec, String model, String prompts) {
    List<Cell> cells = new ArrayList<>();
    boolean hasBaseline =
        spec.interventions().isEmpty() || spec.baseline() == GenerationSpec.Baseline.INCLUDED;
    if (hasBaseline) {
      cells.add(new Cell(Condition.baseline(model, prompts), Setting.BASELINE));
    }
    for (InterventionSpec intervention : spec.interventions()) {
      if (intervention instanceof VectorSpec v && v.use().scale() == Scale.RESIDUAL) {
        throw new InputException(
            "--scale residual is measured on a behavior's texts, which only evaluate has; use raw or unit");
      }
      cells.addAll(Intervention.read(intervention).cells(model, prompts));
    }
    checkUnique(cells);
    List<GenerationCondition> conditions = new ArrayList<>();
    for (Cell cell : cells) {
      String name = cell.condition().condition();
      if (spec.systemPrompts().isEmpty()) {
        conditions.add(new GenerationCondition(name, null, name, cell.setting()));
      }
      for (SystemPromptSpec system : named(spec.systemPrompts())) {
        conditions.add(
            new GenerationCondition(
                cell.condition().isBaseline() ? system.name() : system.name() + "+" + name,
                system,
                name,
                cell.setting().withSystemPrompt(system.text())));
      }
    }
    return conditions;
  }

  private static void checkUnique(List<Cell> cells) {
    Set<String> seen = new HashSet<>();
    for (Cell cell : cells) {
      String name = cell.condition().condition();
      if (!seen.add(FileNames.safe(name))) {
        throw new InputException(
            "two interventions have the name '" + name + "'; rename a file, or name it once");
      }
    }
  }

  /** System prompts that begin with the same words get a number behind their name. */
  private static List<SystemPromptSpec> named(List<SystemPromptSpec> prompts) {
    List<SystemPromptSpec> named = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (SystemPromptSpec prompt : prompts) {
      String name = prompt.name();
      for (int i = 2; !seen.add(name); i++) {
        name = prompt.name() + "-" + i;
      }
      named.add(new SystemPromptSpec(name, prompt.text(), prompt.scope()));
    }
    return named;
  }
}
