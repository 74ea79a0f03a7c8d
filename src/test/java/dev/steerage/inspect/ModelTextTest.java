package dev.steerage.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.dataset.HalfOrder;
import dev.steerage.vector.GgufBytes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers of models that are not there, written byte by byte. */
class ModelTextTest {
  private static final int UINT32 = 4;
  private static final int BOOL = 7;

  @TempDir private Path folder;

  private String describe(GgufBytes bytes) throws IOException {
    return new Inspector(HalfOrder.POSITIVE_FIRST, 0)
        .describe(bytes.write(folder.resolve("made.gguf")));
  }

  private static GgufBytes number(GgufBytes bytes, String key, int value) {
    return bytes.string(key).int32(UINT32).int32(value);
  }

  private static GgufBytes model(String architecture, int moreKeys) {
    GgufBytes bytes = new GgufBytes(0, 3 + moreKeys).key("general.architecture", architecture);
    number(bytes, architecture + ".block_count", 4);
    return number(bytes, architecture + ".embedding_length", 8);
  }

  @Test
  void aHeaderWithNextToNothingIsAModelOfWhichLittleIsKnown() throws IOException {
    assertThat(describe(new GgufBytes(0, 1).key("general.name", "x").floats(1)))
        .contains("made.gguf: a model, GGUF version 3", "architecture   unknown")
        .contains("name           x", "0.0 MB of weights, 0 parameters, 0 tensors")
        .contains("no known general.file_type\n", "layers         not in the file")
        .contains("vocabulary     not in the file", "tokenizer      not in the file")
        .contains("chat template  none", "steering       no: steering needs");
  }

  @ParameterizedTest
  @CsvSource({
    "llama, 'yes: at layers 1 to 3, with vectors of 8 values'",
    "bert, no: llama.cpp adds no control vectors",
    "plamo2, no: llama.cpp adds no control vectors"
  })
  void steeringIsAMatterOfTheArchitecture(String architecture, String words) throws IOException {
    assertThat(describe(model(architecture, 0).floats(1))).contains("steering       " + words);
  }

  @Test
  void steeringNeedsAModelOfTwoLayersThatLooksBackwards() throws IOException {
    GgufBytes seesAll = model("llama", 1).string("llama.attention.causal").int32(BOOL);
    assertThat(describe(seesAll.floats(0))).contains("steering       no: it does not predict");
    assertThat(describe(model("llama", 1).key("general.type", "adapter").floats(1)))
        .contains("steering       no: it is of the type adapter");
    GgufBytes single = new GgufBytes(0, 2).key("general.architecture", "llama");
    assertThat(describe(number(single, "llama.block_count", 1).floats(1)))
        .contains("steering       no: steering needs");
  }

  @Test
  void aTemplateIsShownByItsFirstLineWithoutControlCharacters() throws IOException {
    String template = "{%- if\u001b[31m x %}\nsecond";
    assertThat(describe(model("llama", 1).key("tokenizer.chat_template", template).floats(1)))
        .contains("chat template  23 characters; first line: {%- if?[31m x %}\n")
        .doesNotContain("second");
    String wide = "y".repeat(999);
    assertThat(describe(model("llama", 1).key("tokenizer.chat_template", wide).floats(1)))
        .contains("999 characters", "y…\n");
  }

  @ParameterizedTest
  @CsvSource({"15, Q4_K_M", "32, BF16", "0, F32", "4, no known", "99, no known", "-1, no known"})
  void fileTypesHaveLlamaCppsNames(int type, String name) throws IOException {
    assertThat(describe(number(model("llama", 1), "general.file_type", type).floats(1)))
        .contains("quantization   " + name);
  }

  @Test
  void partsAndTokenizersAreNamed() throws IOException {
    GgufBytes bytes = number(model("llama", 3), "split.count", 3);
    bytes.key("tokenizer.ggml.model", "gpt2").key("tokenizer.ggml.pre", "llama-bpe");
    assertThat(describe(bytes.floats(1)))
        .contains("part           one of 3 files", "gpt2 (byte-level BPE), splits text as llama-");
    assertThat(describe(model("llama", 1).key("tokenizer.ggml.model", "new").floats(1)))
        .contains("tokenizer      new\n");
  }
}
