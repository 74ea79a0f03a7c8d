package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.evaluation.SelfTest;
import dev.steerage.llama.LlamaLibrary;
import dev.steerage.llama.oracle.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private static final String MODEL = "models/steerage-demo-f16.gguf";
  private static final String VECTOR = "models/demo/vectors/corrigible.gguf";

  @TempDir Path folder;

  @Test
  void itSaysWhatTheMachineCanDo() {
    CommandRun run = CommandRun.of("doctor").succeeded();

    assertThat(run.out())
        .contains("Steerage", "Java", "Cores", "GiB free")
        .contains("llama.cpp  " + LlamaLibrary.version());
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern(
            "Self-test  ok, CPU: 291 logprobs of the bundled model, steered and not, differ .* by up to 0\\.0[01]");
    assertThat(run.out().lines()).hasSizeLessThan(24);
  }

  @Test
  void itSaysWhatAModelNeeds() {
    CommandRun run = CommandRun.of("doctor", "--model", MODEL, "--kv-type", "f16").succeeded();
    assertThat(run.out())
        .contains("Model      " + MODEL + ", 6 blocks")
        .contains("weights 22.4 MiB, KV cache 1.5 MiB (f16)")
        .contains("for a batch of 512 tokens")
        .contains("GPU  ", "--gpu-layers", "Memory     ok, it fits");
    CommandRun.of("doctor", "--model", VECTOR, "--batch-tokens", "0").refused("batch-tokens 0");
    assertThat(CommandRun.of("doctor", "--model", folder.resolve("none.gguf").toString()).code())
        .isEqualTo(2);
  }

  @Test
  void aSelfTestThatFailsSaysWhatToDo() {
    assertThat(SelfTestText.of("CUDA0", new SelfTest.Result(291, 0.5)))
        .contains("FAILS, CUDA0", "0.5000 nats", "--cuda", "leave --gpu-layers out");
    assertThat(SelfTestText.of("CPU", new SelfTest.Result(291, Double.NaN))).contains("FAILS");
    assertThat(SelfTestText.places(List.of(device("CUDA0"), device("CUDA1"), device("CPU"))))
        .containsExactly("CPU", "CUDA0 + CUDA1");
  }

  private static LlamaLibrary.Device device(String name) {
    return new LlamaLibrary.Device(name, name, 0, 0);
  }

  @Test
  void aCrossCheckPrintsATable() {
    CommandRun run =
        CommandRun.of(
                "doctor",
                "--cross-check",
                MODEL,
                "--vector",
                VECTOR,
                "--layer",
                "2",
                "--coefficient",
                "2")
            .succeeded();

    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "check verdict texts equal ties",
            "token ids ok 385 385 0",
            "greedy text ok 10 10 0",
            "steered greedy text ok 10 10 0");
  }

  @Test
  void unusableInputIsOneSentence() throws IOException {
    Path text = Files.writeString(folder.resolve("text.gguf"), "Once upon a time");
    String missing = folder.resolve("missing.gguf").toString();

    CommandRun.of("doctor", "--cross-check", missing).refused(missing);
    CommandRun.of("doctor", "--cross-check", text.toString()).refused(text + ": is no GGUF file");
    CommandRun.of("doctor", "--vector", VECTOR, "--layer", "2").refused("--cross-check");
    CommandRun.of("doctor", "--cross-check", MODEL, "--vector", VECTOR).refused("--layer");
    CommandRun.of("doctor", "--cross-check", MODEL, "--vector", VECTOR, "--layer", "9")
        .refused(VECTOR, "layer 9", "[1, 2, 3, 4, 5]");
    CommandRun.of("doctor", "--cross-check", MODEL, "--vector", MODEL, "--layer", "2")
        .refused(MODEL, "no control vector");
  }

  @Test
  void aDifferenceIsShownBelowTheTable() {
    String text =
        CrossCheckText.of(
            List.of(
                new Comparison("token ids", 3, 3, 0, ""),
                new Comparison("greedy text", 5, 3, 2, "after 'a'"),
                new Comparison("steered greedy text", 5, 3, 1, "after 'b'")));

    assertThat(text.lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "check verdict texts equal ties",
            "token ids ok 3 3 0",
            "greedy text ties 5 3 2",
            "steered greedy text differs 5 3 1",
            "",
            "First difference in greedy text: after 'a'",
            "",
            "First difference in steered greedy text: after 'b'");
  }

  @Test
  void aLibraryThatDoesNotLoadIsASentenceWithItsDeepestCause() {
    LinkageError error = new NoClassDefFoundError("Could not initialize class");
    error.initCause(
        new ExceptionInInitializerError(new UnsatisfiedLinkError("libsteer.so: no such file")));

    assertThat(MachineText.ofFailure(error))
        .contains("does not load: libsteer.so: no such file; build it")
        .hasLineCount(1);
  }
}
