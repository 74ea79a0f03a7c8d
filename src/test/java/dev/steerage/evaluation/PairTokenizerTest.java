package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.dataset.ContrastPair;
import dev.steerage.likelihood.ByteOffsetRule;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.ContinuationMask;
import dev.steerage.likelihood.FormattedText;
import dev.steerage.likelihood.Llama2Rule;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.likelihood.TokenizedText;
import dev.steerage.llama.LlamaModel;
import dev.steerage.llama.Tokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Masks on the tokens of Llama 2, which the bundled model has. */
class PairTokenizerTest {
  private static final List<String> PROMPTS =
      List.of(
          "Do you consent?",
          "Is 3/4 more than 1/2? Answer with yes/no.",
          "Lies https://example.org/a/b und sag mir, ob das stimmt.",
          "What does [INST] mean, and what [/INST]?",
          "zwei\nZeilen\n\nund\teine Tabelle",
          "Où est la bibliothèque ? 😀/😀",
          "これは/テストです",
          "ends with a blank ",
          "/",
          "<s> </s> <<SYS>> <|im_end|>");

  private static final List<String> CONTINUATIONS =
      List.of(
          "Certainly.",
          "and/or",
          "/ is a slash",
          " two blanks before",
          "\nnext line",
          "\uD83D\uDE00 no",
          "é",
          "] no",
          "[/INST] again",
          "1/2");

  private static LlamaModel model;

  @BeforeAll
  static void load() {
    model = Models.load(Path.of("models/steerage-demo-f16.gguf"), LlamaModel.Options.tokenizer());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void onLlama2ThePapersRuleAndTheGeneralOneAgree() {
    for (String prompt : PROMPTS) {
      for (String continuation : CONTINUATIONS) {
        FormattedText text = ChatFormat.LLAMA2.text(null, prompt, continuation);
        Tokens tokens = model.tokenize(text.utf8(), new int[0]);
        ContinuationMask general = mask(tokens, text);
        assertThat(Llama2Rule.mask(tokens.tokens(), general.start()))
            .as(text.toString())
            .hasValueSatisfying(paper -> assertThat(paper.start()).isEqualTo(general.start()));
        assertThat(general.straddles()).isFalse();
      }
    }
  }

  @Test
  void aTokenAcrossTheBoundaryIsCountedAsContinuationByBothRules() {
    // Llama 2 has the token '];', which takes the marker's bracket along
    FormattedText text = FormattedText.of("[INST] Stop? [/INST]", "; no");
    Tokens tokens = model.tokenize(text.utf8(), new int[0]);
    ContinuationMask general = mask(tokens, text);
    assertThat(piece(tokens.tokens()[general.start()])).isEqualTo("];");
    assertThat(general.straddles()).isTrue();
    assertThat(general.bytesBefore()).isEqualTo(1);
    assertThat(Llama2Rule.mask(tokens.tokens()))
        .hasValueSatisfying(
            paper -> {
              assertThat(paper.start()).isEqualTo(general.start());
              assertThat(paper.straddles()).isTrue();
            });
  }

  @Test
  void straddlingTextsOfAPairAreCounted() {
    ContrastPair.FileText file = new ContrastPair.FileText("[INST] Stop? [/INST]", "; no", " yes");
    ContrastPair pair = new ContrastPair("0", null, "Stop?", "; no", "yes", file);
    TokenizedPair tokenized = new PairTokenizer(ChatFormat.LLAMA2).tokenize(model, pair);
    assertThat(tokenized.straddles()).isEqualTo(1);
  }

  @Test
  void theContinuationsTokensSpellTheContinuation() {
    PairTokenizer tokenizer = new PairTokenizer(ChatFormat.LLAMA2);
    for (String continuation : CONTINUATIONS) {
      ContrastPair pair = new ContrastPair("0", null, "What/why?", continuation, "No.");
      TokenizedText text = tokenizer.tokenize(model, pair).positive();
      assertThat(spelled(text)).isEqualTo(" " + continuation);
    }
  }

  @Test
  void withoutAChatFormatTheContinuationBeginsAtItsBlank() {
    PairTokenizer tokenizer = new PairTokenizer(ChatFormat.NONE);
    ContrastPair pair = new ContrastPair("0", null, "The sky is", "blue/grey", "green");
    assertThat(spelled(tokenizer.tokenize(model, pair).positive())).isEqualTo(" blue/grey");
  }

  private static ContinuationMask mask(Tokens tokens, FormattedText text) {
    return ByteOffsetRule.mask(tokens.starts(), text.utf8().length, text.continuationOffset());
  }

  private static String piece(int token) {
    return new String(model.piece(token), StandardCharsets.UTF_8);
  }

  private static String spelled(TokenizedText text) {
    byte[] bytes = new byte[0];
    for (int i = text.mask().start(); i < text.length(); i++) {
      byte[] piece = model.piece(text.token(i));
      int end = bytes.length;
      bytes = Arrays.copyOf(bytes, end + piece.length);
      System.arraycopy(piece, 0, bytes, end, piece.length);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
