package dev.steerage.evaluation;

/** What {@code --chat-format} may say. */
public enum ChatFormatName {
  /** The model's own template; Llama 2's where a model with Llama 2's tokens has none. */
  AUTO,
  /** Llama 2's, the paper's. */
  LLAMA2,
  /** Llama 3's. */
  LLAMA3,
  /** ChatML, as Qwen and many others have it. */
  CHATML,
  /** The model's own version where its template is one of Mistral's, else that of tokenizer v3. */
  MISTRAL,
  /** Gemma's, which has no role for a system prompt and puts it before the prompt. */
  GEMMA,
  /** Plain text. */
  NONE;

  /** The word that users write. */
  @Override
  public String toString() {
    return SpecFile.word(this);
  }
}
