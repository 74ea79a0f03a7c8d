package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.llama.LlamaLibrary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** llama.cpp's lines on a file that it does not load, and the one sentence made of them. */
class ModelsTest {
  private static final String CANNOT = "llama.cpp cannot load this file as a model";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gguf_init_from_reader: failed to read magic; llama_model_load: error loading model:"
            + " llama_model_loader: failed to load model from a; b_impl: failed to load model"
            + "|failed to read magic|it is cut off or damaged, so download or copy it again",
        "read: string length 11 exceeds remaining file size 3 bytes; gguf_init: failed to read pairs"
            + "|string length 11 exceeds remaining file size 3 bytes|it is cut off",
        "load: a warning; llama_model_load: error loading model: tensor 'a' data is not within the"
            + " file bounds, model is corrupted or incomplete; b_impl: failed to load model"
            + "|tensor 'a' data is not within the file bounds, model is corrupted or incomplete|it is cut off",
        "g: invalid magic characters: 'Once', expected 'GGUF'; l: error loading model:"
            + "|invalid magic characters: 'Once', expected 'GGUF'|it is no GGUF file",
        "l: error loading model: unknown model architecture: 'controlvector'; b: failed to load model"
            + "|unknown model architecture: 'controlvector'|it is a steering vector",
        "l: error loading model: unknown model architecture: 'gpt9'"
            + "|unknown model architecture: 'gpt9'|take a model that llama.cpp",
        "l: error loading model: error loading model hyperparameters: key not found in model: a.b"
            + "|key not found in model: a.b|download it again, or convert",
      })
  void theTellingLineIsKeptAndTheMendFollows(String lines, String cause, String mend) {
    assertThat(Models.refusal(CANNOT + " (llama.cpp: " + lines + ")"))
        .startsWith(CANNOT + " (" + cause + "); " + mend);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama.cpp's own check failed: llama-vocab.cpp:12: GGML_ASSERT(a(b) == c) failed|download it again",
        "this model has no decoder, so it gives no likelihoods|take a decoder model"
      })
  void aFailureWithoutLinesOfLlamaCppIsKeptAsItIs(String failure, String mend) {
    assertThat(Models.refusal(failure)).startsWith(failure + "; " + mend);
  }

  @ParameterizedTest
  @CsvSource({"unknown model architecture: 'gpt9'", "another cause"})
  void theVersionOfLlamaCppIsNamedWhereItMatters(String cause) {
    assertThat(Models.refusal(CANNOT + " (llama.cpp: l: error loading model: " + cause + ")"))
        .contains("llama.cpp " + LlamaLibrary.version());
  }
}
