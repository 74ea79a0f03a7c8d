package dev.steerage.evaluation;

import dev.steerage.dataset.Prompt;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a model wrote behind a prompt.
 *
 * @param prompt the prompt, as it stands in its file
 * @param system the system prompt that was used, or null
 * @param continuation without the chat format's blank before it and the token that ended it
 * @param tokens number of tokens, without the one that ended it
 * @param finish why it ends
 */
public record GeneratedText(
    Prompt prompt, @Nullable String system, String continuation, int tokens, Finish finish) {

  /** Why a text ends. */
  public enum Finish {
    /** The model ended its turn. */
    STOP,
    /** It has as many tokens as it may. */
    LENGTH;

    /** The word used in files: {@code stop} or {@code length}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
