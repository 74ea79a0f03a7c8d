package dev.steerage.evaluation;

import dev.steerage.evaluation.InterventionSpec.SystemPromptSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * What is to be generated: a continuation of every prompt under every pair of a system prompt and
 * an intervention.
 *
 * @param model a GGUF file
 * @param prompts a file of prompts
 * @param systemPrompts in place of the prompts' own; empty to keep those
 * @param interventions vectors, LoRA adapters and fine-tuned models; empty for the model as it is
 * @param baseline whether the model as it is runs beside interventions
 * @param chatFormat how a prompt becomes a text
 * @param sampling how texts are drawn
 * @param engine how it is computed
 */
public record GenerationSpec(
    Path model,
    Path prompts,
    List<SystemPromptSpec> systemPrompts,
    List<InterventionSpec> interventions,
    Baseline baseline,
    ChatFormatName chatFormat,
    Sampling sampling,
    EngineSpec engine) {

  /** Whether the model as it is runs beside interventions. */
  public enum Baseline {
    LEFT_OUT,
    INCLUDED
  }

  public GenerationSpec {
    systemPrompts = List.copyOf(systemPrompts);
    interventions = List.copyOf(interventions);
  }
}
