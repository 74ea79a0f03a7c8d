package dev.steerage.dataset;

import java.util.Optional;

/**
 * A text of the paper's layout, {@code [INST] prompt [/INST] continuation}, taken apart. The prompt
 * ends at the last {@code [/INST]}; one blank on each side of it and one before the continuation
 * belong to the format, everything else is kept as it is.
 *
 * @param system the text between {@code <<SYS>>\n} and {@code \n<</SYS>>\n\n}, before or right
 *     after {@code [INST]}
 * @param prompt without the format's blanks
 * @param continuation without the format's blank
 * @param head the text through the last {@code [/INST]}
 * @param tail the text after it
 */
record ChatText(
    Optional<String> system, String prompt, String continuation, String head, String tail) {
  private static final String OPEN = "[INST]";
  private static final String CLOSE = "[/INST]";
  private static final String SYSTEM_OPEN = "<<SYS>>\n";
  private static final String SYSTEM_CLOSE = "\n<</SYS>>\n\n";

  private record SystemSplit(Optional<String> system, String rest) {}

  /**
   * Takes the string {@code question} of an entry apart.
   *
   * @throws dev.steerage.InputException if a marker, the prompt or the continuation is missing
   */
  static ChatText of(JsonEntry entry) {
    ChatText text = ofPrompt(entry);
    if (text.tail().isBlank()) {
      throw entry.unusable("has no answer after [/INST]; add it");
    }
    return text;
  }

  /**
   * As {@link #of}, of an entry whose continuation may be missing.
   *
   * @throws dev.steerage.InputException if a marker or the prompt is missing
   */
  static ChatText ofPrompt(JsonEntry entry) {
    String text = entry.required("question");
    SystemSplit before = splitSystem(text);
    String turn = before.rest().stripLeading();
    if (!turn.startsWith(OPEN)) {
      throw entry.unusable("does not begin with [INST]; write '[INST] prompt [/INST] answer'");
    }
    int close = turn.lastIndexOf(CLOSE);
    if (close < 0) {
      throw entry.unusable("has no [/INST]; write '[INST] prompt [/INST] answer'");
    }
    String tail = turn.substring(close + CLOSE.length());
    String head = text.substring(0, text.length() - tail.length());
    String inner = withoutFirstBlank(turn.substring(OPEN.length(), close));
    SystemSplit after = before.system().isPresent() ? before : splitSystem(inner);
    String prompt = before.system().isPresent() ? inner : after.rest();
    if (prompt.isBlank()) {
      throw entry.unusable("has no prompt between [INST] and [/INST]; add it");
    }
    return new ChatText(
        after.system(), withoutLastBlank(prompt), withoutFirstBlank(tail), head, tail);
  }

  /** Whether Llama 2's chat format gives this very text for the parts. */
  boolean isLlama2() {
    return llama2(system, prompt, continuation).equals(head + tail);
  }

  /** The text that Llama 2's chat format gives for the parts. */
  static String llama2(Optional<String> system, String prompt, String continuation) {
    String open = system.map(s -> "[INST] " + SYSTEM_OPEN + s + SYSTEM_CLOSE).orElse("[INST] ");
    return open + prompt + " [/INST] " + continuation;
  }

  /**
   * Whether the text of {@link #llama2} without a system prompt is taken apart into these parts.
   */
  static boolean isWhole(String prompt, String continuation) {
    return !continuation.contains(CLOSE) && splitSystem(prompt).system().isEmpty();
  }

  private static SystemSplit splitSystem(String text) {
    int end = text.indexOf(SYSTEM_CLOSE);
    if (!text.startsWith(SYSTEM_OPEN) || end < SYSTEM_OPEN.length()) {
      return new SystemSplit(Optional.empty(), text);
    }
    String system = text.substring(SYSTEM_OPEN.length(), end);
    return new SystemSplit(Optional.of(system), text.substring(end + SYSTEM_CLOSE.length()));
  }

  private static String withoutFirstBlank(String text) {
    return text.startsWith(" ") ? text.substring(1) : text;
  }

  private static String withoutLastBlank(String text) {
    return text.endsWith(" ") ? text.substring(0, text.length() - 1) : text;
  }
}
