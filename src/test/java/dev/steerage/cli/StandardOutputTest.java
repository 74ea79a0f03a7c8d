package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Standard output that takes no more: a reader that left, and a full disk. */
class StandardOutputTest {
  /** What metrics says on standard error, with its exit code, in a process of its own. */
  private static String metrics(String output) throws IOException {
    String folder = "src/test/resources/likelihoods/corrigible-";
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "{ \"$@\"; echo \"code $?\" >&2; } " + output, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("metrics", "--baseline", folder + "baseline.json"));
    command.addAll(List.of("--steered", folder + "steered.json"));
    Process process = new ProcessBuilder(command).start();
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aReaderThatLeavesEarlyIsNoFailure() throws IOException {
    assertThat(metrics("| true")).isEqualTo("code 0\n");
  }

  @Test
  void aFullDiskIsAFailure() throws IOException {
    assertThat(metrics("> /dev/full"))
        .isEqualTo("steerage: the results could not be written to standard output\ncode 1\n");
  }

  @Test
  void whatIsWrittenAfterTheReaderLeftIsDropped() throws IOException {
    List<Integer> lengths = new ArrayList<>();
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            lengths.add(1);
            throw new IOException("Datenübergabe unterbrochen");
          }
        };
    try (PipeOutput out = new PipeOutput(broken, () -> true)) {
      out.write('a');
      out.write("bcd".getBytes(StandardCharsets.UTF_8));
      out.write('e');
    }
    assertThat(lengths).containsExactly(1);
  }
}
