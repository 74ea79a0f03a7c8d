package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * One of llama.cpp's built-in chat templates (llama_chat_apply_template). A Jinja text only serves
 * to recognise one; it is never executed.
 *
 * @param template a name of {@link #names()}, or a Jinja text as models' metadata have it
 */
public record ChatTemplate(String template) {
  /** The names that llama.cpp knows, such as {@code chatml}. */
  public static List<String> names() {
    LlamaLibrary.load();
    List<String> names = new ArrayList<>();
    for (int i = 0; ; i++) {
      BytePointer name = Steer.steer_chat_template(i);
      if (name == null || name.isNull()) {
        return names;
      }
      names.add(name.getString());
    }
  }

  /** The template of a model's metadata; empty where it has none. */
  public static Optional<ChatTemplate> of(LlamaModel model) {
    return model.metadata("tokenizer.chat_template").map(ChatTemplate::new);
  }

  /**
   * A conversation of one turn.
   *
   * @param system the system prompt, or null
   * @param assistant the answer; null where the text is to end before it
   * @return empty where llama.cpp does not recognise the template
   */
  public Optional<String> format(@Nullable String system, String user, @Nullable String assistant) {
    LlamaLibrary.load();
    try (BytePointer name = LlamaLibrary.cString(template);
        BytePointer systemText = cString(system);
        BytePointer userText = LlamaLibrary.cString(user);
        BytePointer assistantText = cString(assistant)) {
      return Optional.of(
          LlamaLibrary.text(
              (buffer, size, n) ->
                  Steer.steer_chat_format(
                      name, systemText, userText, assistantText, buffer, size, n)));
    } catch (LlamaException e) {
      if (e.status() == LlamaException.Status.ARGUMENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static BytePointer cString(@Nullable String text) {
    return text == null ? new BytePointer() : LlamaLibrary.cString(text);
  }
}
