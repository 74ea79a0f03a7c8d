package dev.steerage.likelihood;

import org.jspecify.annotations.Nullable;

/** How a prompt and its continuation become one text. The tokenizer adds BOS, no format does. */
public enum ChatFormat {
  /**
   * Llama 2's, and the paper's: {@code [INST] prompt [/INST] continuation}, with a system prompt
   * {@code [INST] <<SYS>>\nsystem\n<</SYS>>\n\nprompt [/INST] continuation}. The continuation
   * begins right after {@code [/INST]}, with the blank: the paper counts every token after the
   * {@code ]}.
   */
  LLAMA2 {
    @Override
    public FormattedText text(@Nullable String system, String prompt, String continuation) {
      String start = system == null ? "" : "<<SYS>>\n" + system + "\n<</SYS>>\n\n";
      return FormattedText.of("[INST] " + start + prompt + " [/INST]", " " + continuation);
    }
  },
  /**
   * Plain text, for models that were not trained to chat: the system prompt and an empty line, the
   * prompt, a blank, the continuation, which begins with the blank. No blank is added where the
   * prompt ends or the continuation begins with white space.
   */
  NONE {
    @Override
    public FormattedText text(@Nullable String system, String prompt, String continuation) {
      String head = system == null ? prompt : system + "\n\n" + prompt;
      boolean isApart =
          head.isEmpty()
              || Character.isWhitespace(head.charAt(head.length() - 1))
              || Character.isWhitespace(continuation.charAt(0));
      return FormattedText.of(head, isApart ? continuation : " " + continuation);
    }
  };

  /**
   * The text of one pole of a pair.
   *
   * @param system the system prompt, or null
   * @param prompt without chat markers
   * @param continuation not empty, without the format's blank before it
   */
  public abstract FormattedText text(@Nullable String system, String prompt, String continuation);
}
