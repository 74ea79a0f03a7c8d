package dev.steerage.likelihood;

import org.jspecify.annotations.Nullable;

/** {@link ChatFormat#NONE}. */
record PlainFormat() implements ChatFormat {
  @Override
  public String name() {
    return "none";
  }

  @Override
  public FormattedText text(@Nullable String system, String prompt, String continuation) {
    String head = head(system, prompt);
    boolean isApart =
        head.isEmpty()
            || Character.isWhitespace(head.charAt(head.length() - 1))
            || Character.isWhitespace(continuation.charAt(0));
    return FormattedText.of(head, isApart ? continuation : " " + continuation);
  }

  @Override
  public FormattedText prompt(@Nullable String system, String prompt) {
    return new FormattedText.Builder().plain(head(system, prompt)).continuation().build();
  }

  private static String head(@Nullable String system, String prompt) {
    return system == null ? prompt : system + "\n\n" + prompt;
  }
}
