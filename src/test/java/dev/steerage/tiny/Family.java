package dev.steerage.tiny;

import dev.steerage.vector.GgufEntries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * The tokenizers without weights that come with llama.cpp's source, for tests over the kinds of
 * tokenizers that models have. scripts/build-native.sh puts them into the folder {@code
 * target/native/vocab}.
 */
public enum Family {
  COMMAND_R("command-r"),
  DEEPSEEK_LLM("deepseek-llm"),
  FALCON("falcon"),
  GEMMA_4("gemma-4"),
  GPT_2("gpt-2"),
  LLAMA_2("llama-spm"),
  LLAMA_3("llama-bpe"),
  PHI_3("phi-3"),
  QWEN_2("qwen2"),
  STARCODER("starcoder");

  private static final Path FOLDER =
      Path.of(System.getProperty("steerage.vocabularies", "target/native/vocab"));

  private static final int CONTROL = 3; // LLAMA_TOKEN_TYPE_CONTROL in llama.h

  private final String word;

  Family(String word) {
    this.word = word;
  }

  /** The GGUF file with the tokenizer. */
  public Path vocabulary() {
    return file("gguf");
  }

  /** Texts that llama.cpp's own tests tokenize. */
  Path texts() {
    return file("gguf.inp");
  }

  /** A line for each of these texts: its tokens, without BOS. */
  Path tokens() {
    return file("gguf.out");
  }

  /** Ids of the tokens that the file marks as control tokens, such as BOS and chat markers. */
  public BitSet controlTokens() {
    int[] types =
        GgufEntries.integers(GgufEntries.read(vocabulary()).get("tokenizer.ggml.token_type"));
    BitSet tokens = new BitSet();
    for (int i = 0; i < types.length; i++) {
      tokens.set(i, types[i] == CONTROL);
    }
    return tokens;
  }

  private Path file(String ending) {
    Path file = FOLDER.resolve("ggml-vocab-" + word + "." + ending);
    if (!Files.exists(file)) {
      throw new IllegalStateException(file + " is missing; scripts/build-native.sh puts it there");
    }
    return file;
  }
}
