package dev.steerage.likelihood;

import dev.steerage.InputException;
import org.jspecify.annotations.Nullable;

/** How a prompt and its continuation become one text. The tokenizer adds BOS, no format does. */
public interface ChatFormat {
  /**
   * Llama 2's, and the paper's: {@code [INST] prompt [/INST] continuation}, with a system prompt
   * {@code [INST] <<SYS>>\nsystem\n<</SYS>>\n\nprompt [/INST] continuation}. The continuation
   * begins right after {@code [/INST]}, with the blank: the paper counts every token after the
   * {@code ]}.
   */
  ChatFormat LLAMA2 =
      new TurnFormat(
          "llama2",
          new TurnFormat.Turn("[INST] ", "", " [/INST]", " [/INST]"),
          new TurnFormat.Turn("[INST] <<SYS>>\n", "\n<</SYS>>\n\n", " [/INST]", " [/INST]"),
          " ");

  /**
   * Plain text, for models that were not trained to chat: the system prompt and an empty line, the
   * prompt, a blank, the continuation, which begins with the blank. No blank is added where the
   * prompt ends or the continuation begins with white space.
   */
  ChatFormat NONE = new PlainFormat();

  /** The format's name, such as {@code chatml}. */
  String name();

  /**
   * The text of one pole of a pair.
   *
   * @param system the system prompt, or null
   * @param prompt without chat markers
   * @param continuation not empty, without the format's blank before it
   * @throws InputException if there is a system prompt, but the format has no place for one
   */
  FormattedText text(@Nullable String system, String prompt, String continuation);

  /**
   * The text that a continuation is to be generated for: it ends where the answer begins, with an
   * empty continuation.
   *
   * @param system the system prompt, or null
   * @param prompt without chat markers
   * @throws InputException if there is a system prompt, but the format has no place for one
   */
  FormattedText prompt(@Nullable String system, String prompt);

  /**
   * A continuation, as {@link #text} takes it, of what a model wrote behind {@link #prompt}:
   * without the format's blank before it, where there is one.
   *
   * @param prompt without chat markers
   * @param written may be empty
   */
  String continuation(String prompt, String written);
}
