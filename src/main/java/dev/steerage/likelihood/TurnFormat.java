package dev.steerage.likelihood;

import dev.steerage.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A chat format that writes markup around system prompt, prompt and answer.
 *
 * @param name its name, such as {@code chatml}
 * @param plain markup without a system prompt
 * @param withSystem markup with one; null where the format has no place for it
 * @param answerLead what the format writes between markup and answer: a blank, which counts to the
 *     continuation, or nothing
 */
public record TurnFormat(String name, Turn plain, @Nullable Turn withSystem, String answerLead)
    implements ChatFormat {

  /**
   * The markup of a turn, in its order.
   *
   * @param open before the first text
   * @param afterSystem between system prompt and prompt; empty where there is no system prompt
   * @param close between prompt and answer, but for the answer's lead
   * @param answer what follows the prompt where the answer is to be generated
   */
  public record Turn(String open, String afterSystem, String close, String answer) {}

  @Override
  public FormattedText text(@Nullable String system, String prompt, String continuation) {
    Turn turn = turn(system);
    return open(turn, system, prompt)
        .markup(turn.close())
        .continuation()
        .plain(answerLead + continuation)
        .build();
  }

  @Override
  public FormattedText prompt(@Nullable String system, String prompt) {
    Turn turn = turn(system);
    return open(turn, system, prompt).markup(turn.answer()).continuation().build();
  }

  @Override
  public String continuation(String prompt, String written) {
    return written.startsWith(answerLead) ? written.substring(answerLead.length()) : written;
  }

  private static FormattedText.Builder open(Turn turn, @Nullable String system, String prompt) {
    FormattedText.Builder text = new FormattedText.Builder().markup(turn.open());
    if (system != null) {
      text.plain(system).markup(turn.afterSystem());
    }
    return text.plain(prompt);
  }

  private Turn turn(@Nullable String system) {
    if (system == null) {
      return plain;
    }
    if (withSystem == null) {
      throw new InputException(
          "the chat format "
              + name
              + " has no place for a system prompt; leave system prompts out, or name another format");
    }
    return withSystem;
  }
}
