package dev.steerage.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LlamaModelTest {
  @TempDir Path folder;

  @Test
  void aLoadedModelSaysWhatItIs() {
    try (LlamaModel model = DemoModel.load()) {
      assertThat(model.width()).isEqualTo(256);
      assertThat(model.layers()).isEqualTo(6);
      assertThat(model.vocabularySize()).isEqualTo(32_000);
      assertThat(model.trainedContext()).isEqualTo(512);
      assertThat(model.weightType()).isEqualTo("F16");
      assertThat(model.addsBos()).isTrue();
      assertThat(model.metadata("general.architecture")).contains("llama");
      assertThat(model.metadata("no.such.key")).isEmpty();
    }
  }

  @Test
  void modelAndContextCloseInAnyOrderAndTwice() {
    LlamaModel model = DemoModel.load();
    LlamaContext first = DemoModel.context(model);
    LlamaContext second = DemoModel.context(model);
    Batch batch = DemoModel.batch(model, "a text");

    first.close();
    first.close();
    model.close();
    model.close();
    second.decode(batch);
    assertThat(second.logits(0).get(0)).isFinite();
    second.close();
    second.close();
  }

  @Test
  void whatIsClosedIsNotUsed() {
    LlamaModel model = DemoModel.load();
    LlamaContext context = DemoModel.context(model);
    Batch batch = DemoModel.batch(model, "a text");
    context.close();
    model.close();

    assertThatIllegalStateException().isThrownBy(() -> context.decode(batch));
    assertThatIllegalStateException().isThrownBy(() -> context.logits(0));
    assertThatIllegalStateException().isThrownBy(() -> context.steer(1, new float[256]));
    assertThatIllegalStateException().isThrownBy(context::unsteer);
    assertThatIllegalStateException().isThrownBy(context::clear);
    assertThatIllegalStateException()
        .isThrownBy(() -> context.targetLogprobs(new int[] {0}, new int[] {1}));
    assertThatIllegalStateException().isThrownBy(model::width);
    assertThatIllegalStateException().isThrownBy(model::description);
    assertThatIllegalStateException().isThrownBy(() -> model.metadata("general.name"));
    assertThatIllegalStateException().isThrownBy(() -> model.piece(1));
    assertThatIllegalStateException()
        .isThrownBy(() -> model.tokenize("a", LlamaModel.SpecialTokens.AS_TEXT));
    assertThatIllegalStateException().isThrownBy(() -> DemoModel.context(model));
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.gguf");

    fails(() -> load(missing), LlamaException.Status.FILE, missing.toString());
  }

  @Test
  void aFileThatIsNoGgufIsRefusedInLlamaCppsWords() throws IOException {
    Path text = Files.writeString(folder.resolve("text.gguf"), "Once upon a time.\n".repeat(100));

    fails(() -> load(text), LlamaException.Status.FILE, "magic");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 20, 100, 5_000, 300_000, 700_000, 2_000_000, 24_202_431})
  void aTruncatedFileIsRefused(int bytes) throws IOException {
    byte[] whole = Files.readAllBytes(DemoModel.FILE);
    Path part = Files.write(folder.resolve("part.gguf"), Arrays.copyOf(whole, bytes));

    fails(
        () -> load(part),
        LlamaException.Status.FILE,
        "cannot load this file as a model (llama.cpp: ");
  }

  @Test
  void anAssertionOfLlamaCppIsAFailureAndNotTheEndOfTheJvm() throws IOException {
    // two tokens of one text: llama.cpp asserts that there are none
    byte[] bytes = Files.readAllBytes(DemoModel.FILE);
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = latin.indexOf("<0x01>");
    System.arraycopy("<0x00>".getBytes(StandardCharsets.ISO_8859_1), 0, bytes, at, 6);
    Path file = Files.write(folder.resolve("twice.gguf"), bytes);

    fails(() -> load(file), LlamaException.Status.FILE, "own check failed: llama-vocab.cpp");
  }

  @Test
  void headersWithFlippedBitsAreLoadedOrRefusedInWords() throws IOException {
    byte[] whole = Files.readAllBytes(DemoModel.FILE);
    int tensors = new String(whole, StandardCharsets.ISO_8859_1).indexOf("token_embd.weight");
    Random random = new Random(20_241_017);
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      byte[] bytes = whole.clone();
      int at = i % 2 == 0 ? random.nextInt(2_000) : tensors + random.nextInt(3_000);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Path file = Files.write(folder.resolve("flipped.gguf"), bytes);
      try (LlamaModel model = load(file)) {
        assertThat(model.description()).isNotEmpty();
      } catch (LlamaException e) {
        assertThat(e).hasMessageContaining("llama.cpp");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void aProgressListenerStopsTheLoad() {
    fails(
        () -> LlamaModel.load(DemoModel.FILE, LlamaModel.Options.cpu(), share -> false),
        LlamaException.Status.CANCELLED,
        "");
  }

  @Test
  void theSentencePieceBlankHasItsBytesInATextThatContainsIt() {
    try (LlamaModel model = DemoModel.load()) {
      String text = "\u2581word \u2581 and\u2581";
      Tokens tokens = model.tokenize(text, LlamaModel.SpecialTokens.AS_TEXT);

      assertThat(tokens.starts()).isSorted();
      assertThat(tokens.starts()[tokens.size() - 1])
          .isLessThanOrEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  @Test
  void aTokenOutsideTheVocabularyHasNoPiece() {
    try (LlamaModel model = DemoModel.load()) {
      fails(() -> model.piece(-1), LlamaException.Status.ARGUMENT, "-1");
      fails(() -> model.piece(32_000), LlamaException.Status.ARGUMENT, "32000");
    }
  }

  private static LlamaModel load(Path file) {
    return LlamaModel.load(file, LlamaModel.Options.cpu(), Progress.NONE);
  }

  private static void fails(ThrowingCallable call, LlamaException.Status status, String words) {
    assertThatThrownBy(call)
        .hasMessageContaining(words)
        .asInstanceOf(type(LlamaException.class))
        .extracting(LlamaException::status)
        .isEqualTo(status);
  }
}
