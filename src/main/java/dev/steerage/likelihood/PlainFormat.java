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
    boolean isApart = endsApart(head) || Character.isWhitespace(continuation.charAt(0));
    return FormattedText.of(head, isApart ? continuation : " " + continuation);
  }

  /** Whether a head needs no blank behind it. */
  private static boolean endsApart(String head) {
    return head.isEmpty() || Character.isWhitespace(head.charAt(head.length() - 1));
  }

  @Override
  public FormattedText prompt(@Nullable String system, String prompt) {
    return new FormattedText.Builder().plain(head(system, prompt)).continuation().build();
  }

  /** A blank before other white space stays: {@link #text} adds none there. */
  @Override
  public String continuation(String prompt, String written) {
    boolean hasLead =
        !endsApart(prompt)
            && written.startsWith(" ")
            && (written.length() == 1 || !Character.isWhitespace(written.charAt(1)));
    return hasLead ? written.substring(1) : written;
  }

  private static String head(@Nullable String system, String prompt) {
    return system == null ? prompt : system + "\n\n" + prompt;
  }
}
