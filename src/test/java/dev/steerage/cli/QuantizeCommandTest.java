package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
    quantize(Demo.MODEL, "q8_0", "--threads=-5").refused("--threads -5", "0 to 512");
    quantize("nope.gguf", "q8_0").refused("nope.gguf", "no such file");
    Path text = Files.writeString(folder.resolve("text.gguf"), "Once upon a time");
    quantize(text.toString(), "q8_0").refused("text.gguf", "magic");
    byte[] whole = Files.readAllBytes(Path.of(Demo.MODEL));
    Path part = folder.resolve("part.gguf");
    Files.write(part, Arrays.copyOf(whole, whole.length - 1));
    quantize(part.toString(), "q8_0").refused("part.gguf", "incomplete");
    CommandRun.of("quantize", Demo.MODEL, "--type", "q8_0", "--output", text.toString())
        .refused("text.gguf", "--output");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(text, part);
    }
  }
}
