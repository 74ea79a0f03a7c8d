package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.GgmlType;
import dev.steerage.vector.GgufFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizeCommandTest {
  @TempDir private Path folder;

  private CommandRun quantize(String model, String type, String... more) {
    String[] args = {"quantize", model, "--type", type, "--output", folder.toString()};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return CommandRun.of(all);
  }

  @Test
  void writesAFileOnce() throws IOException {
    CommandRun first = quantize(Demo.MODEL, "Q8_0").succeeded();
    assertThat(first.out()).contains("steerage-demo-f16-q8_0.gguf", "MB");
    Path file = folder.resolve("steerage-demo-f16-q8_0.gguf");
    byte[] before = Files.readAllBytes(file);
    CommandRun again = quantize(Demo.MODEL, "q8_0").succeeded();
    assertThat(again.err()).contains("is there already").doesNotContain("quantizing");
    assertThat(again.out()).isEqualTo(first.out());
    quantize(Demo.MODEL, "q8_0", "--force").succeeded();
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void quantizedWeightsAreQuantizedAgainOnlyWhereThatIsAllowed() {
    quantize(Demo.MODEL, "q8_0").succeeded();
    String quantized = folder.resolve("steerage-demo-f16-q8_0.gguf").toString();
    Path twice = folder.resolve("steerage-demo-f16-q8_0-q4_k_m.gguf");
    quantize(quantized, "q4_k_m")
        .refused("steerage-demo-f16-q8_0.gguf", "quantized already", "--allow-requantize");
    assertThat(twice).doesNotExist();
    quantize(quantized, "q4_k_m", "--allow-requantize").succeeded();
    assertThat(twice).exists();
  }

  @Test
  void whatCannotBeQuantizedIsOneSentence() throws IOException {
    quantize(Demo.MODEL, "q9").refused("q9", "q8_0");
    quantize(Demo.MODEL, "Q4KM").refused("did you mean q4_k_m?");
    quantize(Demo.MODEL, "q4_k").refused("did you mean q4_k_m or q4_k_s?");
    quantize(Demo.MODEL, "q8_o").refused("did you mean q8_0?");
    quantize(Demo.MODEL, "q8_0", "--threads=-5").refused("--threads -5", "0 to 512");
    quantize("nope.gguf", "q8_0").refused("nope.gguf", "no such file");
    Path text = Files.writeString(folder.resolve("text.gguf"), "Once upon a time");
    quantize(text.toString(), "q8_0").refused("text.gguf: is no GGUF file");
    byte[] whole = Files.readAllBytes(Path.of(Demo.MODEL));
    Path part = folder.resolve("part.gguf");
    Files.write(part, Arrays.copyOf(whole, whole.length - 1));
    quantize(part.toString(), "q8_0").refused("part.gguf", "damaged");
    CommandRun.of("quantize", Demo.MODEL, "--type", "q8_0", "--output", text.toString())
        .refused("text.gguf", "--output");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(text, part);
    }
  }

  @Test
  void aFileThatIsThereIsLeftOnlyIfItIsTheSame() throws IOException {
    quantize(Demo.MODEL, "q8_0").succeeded();
    Path q8 = folder.resolve("steerage-demo-f16-q8_0.gguf");
    Path q6 = folder.resolve("steerage-demo-f16-q6_k.gguf");
    byte[] whole = Files.readAllBytes(q8);
    Files.write(q6, whole);
    quantize(Demo.MODEL, "q6_k").refused("q6_k.gguf", "is q8_0 and not q6_k", "--force");
    Files.write(q6, Arrays.copyOf(whole, whole.length - 100));
    quantize(Demo.MODEL, "q6_k").refused("q6_k.gguf", "no whole GGUF file", "--force");
    Files.writeString(q6, "Once upon a time");
    quantize(Demo.MODEL, "q6_k,q5_0").refused("q6_k.gguf", "no whole GGUF file", "--force");
    assertThat(folder.resolve("steerage-demo-f16-q5_0.gguf")).doesNotExist();
    TinyModel.of(Path.of(Demo.MODEL)).write(folder.resolve("other.gguf"));
    Path other = folder.resolve("other-q8_0.gguf");
    Files.write(other, whole);
    quantize(folder.resolve("other.gguf").toString(), "q8_0")
        .refused(
            "other-q8_0.gguf",
            "another model",
            "norm.weight' has the shape [256] and not [64]",
            "--force");
    assertThat(other).hasBinaryContent(whole);
    quantize(folder.resolve("other.gguf").toString(), "q8_0", "--force").succeeded();
    assertThat(Files.size(other)).isLessThan(whole.length);
  }

  /**
   * The counts of the shapes by hand: embeddings and output 64 × 32,000, two blocks of 4 · 64 · 64
   * + 3 · 64 · 128, five norms of 64. Q4_0 has 18 bytes for 32 weights, Q8_0 34, F32 4 for each.
   * Rows of 64 hold no whole block of 256, so the output gets Q8_0 in place of Q6_K.
   */
  @Test
  void bitsPerWeightAreThoseOfTheTypes() {
    String model = TinyModel.of(Path.of(Demo.MODEL)).write(folder.resolve("t.gguf")).toString();
    String out = quantize(model, "q4_0", "--format", "csv").succeeded().out();
    long blocks = 2 * (4 * 64 * 64 + 3 * 64 * 128);
    long weights = 2 * 64 * 32000 + blocks + 5 * 64;
    double bits = 4.5 * (64 * 32000 + blocks) + 8.5 * 64 * 32000 + 32 * 5 * 64;
    assertThat(out.lines().toList().get(0))
        .isEqualTo("file,type,bytes,weights,bits_per_weight,tensors,fallback_tensors,fallbacks");
    assertThat(out.lines().toList().get(1))
        .endsWith(",%d,%s,21,1,output.weight Q6_K to Q8_0".formatted(weights, bits / weights));
  }

  @Test
  void tensorsOfOtherTypesThanMeantAreListed() {
    String model =
        TinyModel.of(Path.of(Demo.MODEL))
            .feedForward(256)
            .write(folder.resolve("t.gguf"))
            .toString();
    CommandRun first = quantize(model, "q4_k_m,q2_k").succeeded();
    assertThat(first.out().replaceAll("\\s+", " "))
        .contains(
            "token_embd.weight Q4_K to Q5_0",
            "blk.*.attn_q.weight (2 tensors) Q4_K to Q5_0",
            "blk.0.attn_v.weight Q4_K to Q5_0",
            "blk.1.attn_v.weight Q6_K to Q8_0",
            "blk.*.ffn_up.weight (2 tensors) Q4_K to Q5_0",
            "output.weight Q4_K_M to Q8_0",
            "14/21")
        .doesNotContain("ffn_down", "norm.weight");
    GgufFile made = GgufFile.read(folder.resolve("t-q4_k_m.gguf"));
    assertThat(made.tensors())
        .filteredOn(t -> t.dimensions().size() == 2 && t.dimensions().get(0) % 256 != 0)
        .hasSize(14)
        .allMatch(t -> t.type() == GgmlType.Q5_0 || t.type() == GgmlType.Q8_0);
    // what is there already is described alike
    assertThat(quantize(model, "q4_k_m,q2_k").succeeded().out()).isEqualTo(first.out());
    assertThat(quantize(model, "q4_k_m", "--format", "json").succeeded().out())
        .contains("\"fallback_tensors\"", "14");
  }
}
