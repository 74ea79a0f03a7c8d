package dev.steerage.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.LlamaModel.SpecialTokens;
import dev.steerage.llama.Progress;
import dev.steerage.llama.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokenizers of many families, alone and under random weights. */
class FamilyTest {
  private static final String SEPARATOR = "\n__ggml_vocab_test__\n";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aTinyModelOfEachFamilyLoadsAndItsLogitsAreUsable(Family family) {
    Path file = TinyModel.of(family.vocabulary()).write(folder.resolve("model.gguf"));

    TinyLogits.of(file, "Où est la bibliothèque ? 图书馆在哪里？").areUsable();
  }

  /** The expected ids are those of the families' own tokenizers, kept with llama.cpp's source. */
  @ParameterizedTest
  @EnumSource
  void textsHaveTheTokensThatTheFamilysOwnTokenizerFinds(Family family) throws IOException {
    List<String> texts = Arrays.asList(Files.readString(family.texts()).split(SEPARATOR, -1));
    List<String> tokens = Arrays.asList(Files.readString(family.tokens()).split("\n", -1));

    assertThat(texts).hasSizeGreaterThan(40);
    LlamaModel.Options options = LlamaModel.Options.tokenizer();
    try (LlamaModel model = LlamaModel.load(family.vocabulary(), options, Progress.NONE)) {
      for (int i = 0; i < texts.size(); i++) {
        Tokens found = model.tokenize(texts.get(i), SpecialTokens.AS_TEXT);
        assertThat(Arrays.stream(found.tokens()).boxed().skip(model.addsBos() ? 1 : 0))
            .as(texts.get(i))
            .containsExactly(ids(tokens.get(i)));
      }
    }
  }

  private static Integer[] ids(String line) {
    return line.isBlank()
        ? new Integer[0]
        : Arrays.stream(line.trim().split(" +")).map(Integer::valueOf).toArray(Integer[]::new);
  }
}
