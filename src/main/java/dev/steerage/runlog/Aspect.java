package dev.steerage.runlog;

import java.util.Locale;

/** What of a text a judge rates, as AxBench has it (arXiv 2501.17148, section 3.2). */
public enum Aspect {
  /** How far the text shows the concept that steering is for. */
  CONCEPT,
  /** How far it does what the prompt asks. */
  INSTRUCTION,
  /** How well it is written. */
  FLUENCY;

  /** The word in files and options, such as {@code concept}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
