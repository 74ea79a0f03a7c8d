package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.tiny.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  @TempDir private Path folder;

  private CommandRun bench(String... more) throws IOException {
    String behavior = Demo.pairs(folder, "corrigible", 2);
    List<String> args = new ArrayList<>(List.of("bench", "--behavior", behavior));
    args.addAll(List.of("--repetitions", "1", "--threads", "1"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void jsonHasEveryStageAndTheRatioOfBothCells() throws IOException {
    Path output = folder.resolve("files");
    String json = bench("--format", "json", "--output", output.toString()).succeeded().out();

    JsonNode rows = new ObjectMapper().readTree(json);
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).path("pass").asText()).isEqualTo("baseline");
    assertThat(rows.get(1).path("pass").asText()).isEqualTo("steered");
    for (JsonNode row : rows) {
      assertThat(row.path("model").asText()).isEqualTo("steerage-demo-f16");
      for (String key :
          List.of(
              "tokens_per_second",
              "scored_per_second",
              "llama_tokens_per_second",
              "ratio",
              "ratio_low",
              "ratio_high",
              "undisturbed_ratio",
              "decode_seconds",
              "log_softmax_seconds",
              "java_seconds",
              "files_seconds",
              "load_seconds",
              "first_score_seconds",
              "text_tokens",
              "tokens",
              "rows",
              "scored")) {
        assertThat(row.path(key).asDouble()).as(key).isPositive();
      }
      assertThat(row.path("threads").asInt()).isEqualTo(1);
      assertThat(row.path("kv_type").asText()).isEqualTo("f32");
      assertThat(row.path("llama_cpp").asText()).isNotEmpty();
    }
    try (var left = Files.list(output)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void theTableFitsATerminalAndNamesThePasses() throws IOException {
    String model = TinyModel.of(Path.of(Demo.MODEL)).write(folder.resolve("t.gguf")).toString();
    String out = bench("--model", model).succeeded().out();

    assertThat(out).contains("baseline", "steered", "llama.cpp", "softmax", "2 pairs", "machine:");
    assertThat(out.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void unusableOptionsAreOneSentence() throws IOException {
    CommandRun.of("bench", "--repetitions", "0").refused("repetitions 0", "1 to 1000");
    bench("--type", "f16").refused("--type", "--shape");
    bench("--shape", "134m", "--model", Demo.MODEL).refused("--shape", "--model");
    bench("--model", "nope.gguf").refused("nope.gguf", "no such file");
    bench("--shape", "9b").refused("--shape", "134m", "llama2-7b");
    CommandRun.of("bench", "--behavior", "nope.jsonl").refused("nope.jsonl");
  }
}
