package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.FormattedText;
import dev.steerage.likelihood.TurnFormat;
import dev.steerage.likelihood.TurnFormat.Turn;
import dev.steerage.llama.ChatTemplate;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SpecialTokens;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the chat format of a model. llama.cpp's built-in templates only write whole conversations;
 * one of stand-ins shows the markup between its texts.
 */
public final class ChatFormats {
  private static final String SYSTEM = "@@steerage-system@@";
  private static final String USER = "@@steerage-user@@";
  private static final String ASSISTANT = "@@steerage-assistant@@";

  /** The tokens {@code ▁[ / INST ]} of {@code [/INST]} in Llama 2's vocabulary. */
  private static final int[] LLAMA2_MARKER = {518, 29914, 25580, 29962};

  private static final String MISTRAL = "mistral";
  private static final String CHOOSE =
      "; name its format with --chat-format llama2, llama3, chatml, mistral, gemma or none";

  private ChatFormats() {}

  /**
   * The format that a name means for a model, of which at least the tokenizer is loaded.
   *
   * @throws InputException if it is AUTO and the model has no template that llama.cpp knows
   */
  public static ChatFormat of(ChatFormatName name, LlamaModel model) {
    return switch (name) {
      case LLAMA2 -> ChatFormat.LLAMA2;
      case NONE -> ChatFormat.NONE;
      case LLAMA3 -> builtin("llama3");
      case CHATML -> builtin("chatml");
      case GEMMA -> builtin("gemma");
      case MISTRAL ->
          own(model).filter(f -> isMistral(f.name())).orElseGet(() -> builtin("mistral-v3"));
      case AUTO -> auto(model);
    };
  }

  private static ChatFormat auto(LlamaModel model) {
    Optional<ChatFormat> own = own(model);
    if (own.isPresent()) {
      return own.get();
    }
    if (ChatTemplate.of(model).isPresent()) {
      throw InputException.in(
          model.file(), "its chat template is none of those that llama.cpp has built in" + CHOOSE);
    }
    if (hasLlama2Tokens(model)) {
      return ChatFormat.LLAMA2;
    }
    throw InputException.in(model.file(), "has no chat template" + CHOOSE);
  }

  /** The format of a model's own template, where llama.cpp knows it. */
  private static Optional<ChatFormat> own(LlamaModel model) {
    return ChatTemplate.of(model).flatMap(ChatFormats::format);
  }

  private static boolean isMistral(String name) {
    return name.startsWith(MISTRAL);
  }

  /** Whether {@code [/INST]} has the tokens that it has in Llama 2's vocabulary. */
  static boolean hasLlama2Tokens(LlamaModel model) {
    int[] marker = model.tokenize("[/INST]", SpecialTokens.AS_TEXT).tokens();
    int from = model.addsBos() ? 1 : 0;
    return Arrays.equals(marker, from, marker.length, LLAMA2_MARKER, 0, LLAMA2_MARKER.length);
  }

  /**
   * Whether the model has control tokens for a format's markup; true for formats that need none.
   * Llama 2's markers are text in its own vocabulary.
   */
  static boolean hasMarkers(ChatFormat format, LlamaModel model) {
    if (!(format instanceof TurnFormat) || format.equals(ChatFormat.LLAMA2)) {
      return true;
    }
    FormattedText text = format.prompt(null, "a");
    int[] asMarkup = model.tokenize(text.utf8(), text.markup()).tokens();
    int[] asText = model.tokenize(text.utf8(), new int[0]).tokens();
    return isMistral(format.name()) || !Arrays.equals(asMarkup, asText);
  }

  /** A sentence where the model reads a format's markers as text; empty where it does not. */
  static Optional<String> warning(ChatFormat format, LlamaModel model) {
    if (hasMarkers(format, model)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s: the markers of the chat format %s are no tokens of this model, so it reads them as text"
            .formatted(InputFile.name(model.file()), format.name()));
  }

  private static ChatFormat builtin(String name) {
    return format(new ChatTemplate(name))
        .orElseThrow(() -> new IllegalStateException("llama.cpp has no template " + name));
  }

  private static Optional<ChatFormat> format(ChatTemplate template) {
    Optional<String> plain = template.format(null, USER, ASSISTANT);
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    String name = name(template);
    if (name.startsWith("llama2-")) {
      // its variants differ in turns after the first, and none has the blank before the answer
      return Optional.of(ChatFormat.LLAMA2);
    }
    Turn turn = turn(template, null);
    Turn withSystem = turn(template, SYSTEM);
    if (turn == null) {
      return Optional.empty();
    }
    boolean hasLead = turn.close().endsWith(" ") || name.equals("llama2");
    return Optional.of(
        new TurnFormat(
            name,
            withoutLead(turn),
            withSystem == null ? null : withoutLead(withSystem),
            hasLead ? " " : ""));
  }

  /** The first of llama.cpp's names that writes the same. */
  private static String name(ChatTemplate template) {
    Optional<String> text = template.format(SYSTEM, USER, ASSISTANT);
    return ChatTemplate.names().stream()
        .filter(name -> new ChatTemplate(name).format(SYSTEM, USER, ASSISTANT).equals(text))
        .findFirst()
        .orElse("own");
  }

  /** The blank before an answer counts to the answer, as the paper has it. */
  private static Turn withoutLead(Turn turn) {
    String close = turn.close();
    boolean hasLead = close.endsWith(" ");
    return new Turn(
        turn.open(),
        turn.afterSystem(),
        hasLead ? close.substring(0, close.length() - 1) : close,
        turn.answer());
  }

  /** The markup of a turn; null where the template leaves out a text or changes their order. */
  private static @Nullable Turn turn(ChatTemplate template, @Nullable String system) {
    String whole = template.format(system, USER, ASSISTANT).orElse("");
    String open = template.format(system, USER, null).orElse("");
    int systemAt = system == null ? 0 : whole.indexOf(SYSTEM);
    int systemEnd = system == null ? 0 : systemAt + SYSTEM.length();
    int userAt = whole.indexOf(USER);
    int answerAt = whole.indexOf(ASSISTANT);
    int openUserAt = open.indexOf(USER);
    if (systemAt < 0 || userAt < systemEnd || answerAt < userAt || openUserAt < 0) {
      return null;
    }
    return new Turn(
        system == null ? whole.substring(0, userAt) : whole.substring(0, systemAt),
        system == null ? "" : whole.substring(systemEnd, userAt),
        whole.substring(userAt + USER.length(), answerAt),
        open.substring(openUserAt + USER.length()));
  }
}
