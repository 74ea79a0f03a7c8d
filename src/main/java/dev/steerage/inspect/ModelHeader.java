package dev.steerage.inspect;

import dev.steerage.vector.GgufFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a GGUF model's metadata say, in llama.cpp's meaning of them.
 *
 * @param file its header
 */
record ModelHeader(GgufFile file) {
  /** By general.file_type: llama.h, {@code llama_ftype}; "-" for what is not in use any more. */
  private static final List<String> FILE_TYPES =
      List.of(
          ("F32 F16 Q4_0 Q4_1 - - - Q8_0 Q5_0 Q5_1 Q2_K Q3_K_S Q3_K_M Q3_K_L Q4_K_S Q4_K_M Q5_K_S"
                  + " Q5_K_M Q6_K IQ2_XXS IQ2_XS Q2_K_S IQ3_XS IQ3_XXS IQ1_S IQ4_NL IQ3_S IQ3_M IQ2_S"
                  + " IQ2_M IQ4_XS IQ1_M BF16 - - - TQ1_0 TQ2_0 MXFP4_MOE NVFP4 Q1_0 Q2_0")
              .split(" "));

  /** By tokenizer.ggml.model: llama.cpp's src/llama-vocab.cpp. */
  private static final Map<String, String> TOKENIZERS =
      Map.of(
          "llama", "SentencePiece BPE",
          "gpt2", "byte-level BPE",
          "bert", "WordPiece",
          "t5", "SentencePiece unigram",
          "rwkv", "RWKV",
          "none", "no tokenizer");

  /** Architectures whose graphs in llama.cpp v0.5.0 (src/models) add no control vector. */
  private static final Set<String> WITHOUT_CONTROL_VECTORS =
      Set.of(
          "bert",
          "clip",
          "dflash",
          "eagle3",
          "eurobert",
          "gemma4-assistant",
          "hy_v4",
          "jina-bert-v2",
          "jina-bert-v3",
          "modern-bert",
          "neo-bert",
          "nomic-bert",
          "nomic-bert-moe",
          "plamo2",
          "t5encoder",
          "wavtokenizer-dec");

  String architecture() {
    return file.text("general.architecture").orElse("unknown");
  }

  /** The whole number of a key; empty where it has none, or a negative one. */
  Optional<Long> number(String key) {
    return file.metadata().get(key) instanceof Long number && number >= 0
        ? Optional.of(number)
        : Optional.empty();
  }

  /** The whole number of a key of the model's architecture, such as {@code llama.block_count}. */
  Optional<Long> own(String key) {
    return number(architecture() + "." + key);
  }

  /** llama.cpp's name of the mix of types that the file was written in. */
  String fileType() {
    return number("general.file_type")
        .filter(type -> type < FILE_TYPES.size())
        .map(type -> FILE_TYPES.get(type.intValue()))
        .filter(name -> !name.equals("-"))
        .orElse("no known general.file_type");
  }

  String tokenizer() {
    Optional<String> model = file.text("tokenizer.ggml.model");
    if (model.isEmpty()) {
      return "not in the file";
    }
    String kind = TOKENIZERS.get(model.get());
    return model.get()
        + (kind == null ? "" : " (" + kind + ")")
        + file.text("tokenizer.ggml.pre").map(pre -> ", splits text as " + pre).orElse("");
  }

  /** Whether a vector can be added, and where. */
  String steering() {
    String type = file.text("general.type").orElse("model");
    long layers = own("block_count").orElse(0L);
    if (!type.equals("model")) {
      return "no: it is of the type " + type + " and no model of its own";
    }
    if (WITHOUT_CONTROL_VECTORS.contains(architecture())) {
      return "no: llama.cpp adds no control vectors to this architecture";
    }
    if (Boolean.FALSE.equals(file.metadata().get(architecture() + ".attention.causal"))) {
      return "no: it does not predict a token from those before it";
    }
    if (layers < 2 || own("embedding_length").isEmpty()) {
      return "no: steering needs a known width and two layers or more";
    }
    return FactSheet.number(
        "yes: at layers 1 to %d, with vectors of %d values",
        layers - 1, own("embedding_length").orElse(0L));
  }
}
