package dev.steerage.tiny;

import java.util.List;
import java.util.Set;

/**
 * Architectures of llama.cpp that a {@link TinyModel} can have, and what of it each of them has.
 */
public enum TinyArchitecture {
  LLAMA("llama"),
  /** None of those that the shim runs from their middle. */
  MINICPM("minicpm"),
  QWEN_2("qwen2", Part.QKV_BIASES),
  QWEN_3("qwen3", Part.HEAD_NORMS),
  /** Multiplies whatever its graph begins with. */
  GEMMA("gemma", Part.TIED),
  /** Likewise; every other block sees a window of tokens alone. */
  GEMMA_2("gemma2", Part.TIED, Part.POST_NORMS, Part.WINDOW),
  /** Five of six blocks see a window alone. */
  GEMMA_3("gemma3", Part.TIED, Part.POST_NORMS, Part.HEAD_NORMS, Part.WINDOW),
  /** Three of four blocks see a window alone; attention and feed-forward part side by side. */
  COHERE_2("cohere2", Part.TIED, Part.ONE_NORM, Part.WINDOW),
  /** Adds embeddings of positions to those of tokens. */
  GPT_2("gpt2", Part.FUSED, Part.POSITIONS),
  /** Normalises the embeddings before the first block. */
  BLOOM("bloom", Part.FUSED, Part.EMBEDDING_NORM);

  /** What differs from llama. */
  enum Part {
    QKV_BIASES,
    HEAD_NORMS,
    POST_NORMS,
    TIED,
    ONE_NORM,
    WINDOW,
    FUSED,
    POSITIONS,
    EMBEDDING_NORM
  }

  private final String word;
  private final Set<Part> parts;

  TinyArchitecture(String word, Part... parts) {
    this.word = word;
    this.parts = Set.copyOf(List.of(parts));
  }

  /** The name in a file's metadata. */
  public String word() {
    return word;
  }

  boolean has(Part part) {
    return parts.contains(part);
  }
}
