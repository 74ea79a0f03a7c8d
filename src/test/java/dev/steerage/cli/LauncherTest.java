package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher makes of Java's end, and of signals that it gets itself. */
@Timeout(60)
class LauncherTest {
  private static final String SCRIPT =
      "set -eu; . scripts/common.sh; . scripts/java-process.sh; run_java \"$@\"";

  @TempDir private Path folder;

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(ChildRun.hearingInterrupts());
    command.addAll(List.of("sh", "-c", SCRIPT, "launcher"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx32m", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LauncherVictim.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TMPDIR", folder.toString());
    return builder.start();
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor())
        .isZero();
  }

  private static int codeOf(Process launcher) throws InterruptedException {
    assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return launcher.exitValue();
  }

  private static String errorsOf(Process launcher) throws IOException {
    return new String(launcher.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void exitCodesPass(int code) throws Exception {
    Process launcher = start("exit", String.valueOf(code));
    assertThat(codeOf(launcher)).isEqualTo(code);
    assertThat(errorsOf(launcher)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void standardInputPasses() throws Exception {
    Process launcher = start("echo");
    launcher.getOutputStream().write("given\n".getBytes(StandardCharsets.UTF_8));
    launcher.getOutputStream().close();
    assertThat(launcher.getInputStream().readAllBytes())
        .isEqualTo("given\n".getBytes(StandardCharsets.UTF_8));
    assertThat(codeOf(launcher)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ABRT", "FPE", "BUS"})
  void anEndByNativeCodeIsASentenceWithTheFileInUse(String name) throws Exception {
    Process launcher = start("work");
    BufferedReader out = launcher.inputReader(StandardCharsets.UTF_8);
    signal(name, Long.parseLong(out.readLine()));
    assertThat(codeOf(launcher)).isEqualTo(1);
    assertThat(errorsOf(launcher))
        .startsWith("steerage: llama.cpp's native code ended this run (signal ")
        .contains(
            " with models/broken.gguf in use; complete results are kept in results/run, where the"
                + " same command goes on; check or fetch that file again")
        .hasLineCount(1);
    for (String details : left()) {
      assertThat(details).endsWith("hs_err.log");
    }
  }

  @Test
  void anEndWithoutANoteIsASentenceToo() throws Exception {
    Process launcher = start("wait");
    signal("KILL", Long.parseLong(launcher.inputReader(StandardCharsets.UTF_8).readLine()));
    assertThat(codeOf(launcher)).isEqualTo(1);
    assertThat(errorsOf(launcher))
        .isEqualTo(
            "steerage: the system ended this run, most likely for want of memory; nothing"
                + " half-written is left; give it more memory, or a smaller model or batch\n");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void signalsReachJavaWhichEndsAsItWants(String name, int code) throws Exception {
    Process launcher = start("work");
    BufferedReader out = launcher.inputReader(StandardCharsets.UTF_8);
    out.readLine();
    signal(name, launcher.pid());
    assertThat(out.readLine()).isEqualTo("finished what was begun");
    assertThat(codeOf(launcher)).isEqualTo(code);
    assertThat(errorsOf(launcher)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("note"))
          .map(Path::toString)
          .toList();
    }
  }
}
