package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Colours and bars on a terminal, and none elsewhere. */
class TerminalTest {
  private static final BooleanSupplier TERMINAL = () -> true;
  private static final BooleanSupplier FILE = () -> false;
  private static final List<String> METRICS =
      List.of(
          "metrics",
          "--baseline",
          "src/test/resources/likelihoods/corrigible-baseline.json",
          "--steered",
          "src/test/resources/likelihoods/corrigible-steered.json");

  @TempDir private Path folder;

  /** A command line of this program in a shell's words; the streams go on after it. */
  private static String shell(List<String> args) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    words.add(Main.class.getName());
    words.addAll(args);
    return "'" + String.join("' '", words) + "'";
  }

  private static void run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"));
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), "UTF-8");
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  /** What both streams of a command line get of a terminal, made by util-linux's script. */
  private String onTerminal(Map<String, String> environment, List<String> args)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs util-linux's script");
    Path typescript = folder.resolve("typescript");
    run(environment, "/usr/bin/script", "-qec", shell(args), typescript.toString());
    return Files.readString(typescript);
  }

  private String inFile(Map<String, String> environment, List<String> args)
      throws IOException, InterruptedException {
    Path file = folder.resolve("file");
    run(environment, "sh", "-c", shell(args) + " > '" + file + "' 2>&1");
    return Files.readString(file);
  }

  @Test
  void variablesComeBeforeTheTerminal() {
    assertThat(Terminal.isColored(Map.of(), TERMINAL)).isTrue();
    assertThat(Terminal.isColored(Map.of(), FILE)).isFalse();
    assertThat(Terminal.isColored(Map.of("NO_COLOR", "0"), TERMINAL)).isFalse();
    assertThat(Terminal.isColored(Map.of("NO_COLOR", ""), TERMINAL)).isTrue();
    assertThat(Terminal.isColored(Map.of("CLICOLOR_FORCE", "1"), FILE)).isTrue();
    assertThat(Terminal.isColored(Map.of("CLICOLOR_FORCE", "0"), FILE)).isFalse();
    assertThat(Terminal.isColored(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), TERMINAL))
        .isFalse();
    assertThat(Terminal.isColored(Map.of("CLICOLOR", "0"), TERMINAL)).isFalse();
    assertThat(Terminal.isColored(Map.of("TERM", "dumb"), TERMINAL)).isFalse();
  }

  @Test
  void tablesHaveColoursOnATerminalOnly() throws IOException, InterruptedException {
    String plain = inFile(Map.of(), METRICS);
    assertThat(plain).contains("q25").doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]");
    String forced = inFile(Map.of("CLICOLOR_FORCE", "1"), METRICS);
    assertThat(forced).contains("\u001b[1m").isNotEqualTo(plain);
    assertThat(forced.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plain);
    assertThat(onTerminal(Map.of(), METRICS)).contains("\u001b[1m");
    assertThat(onTerminal(Map.of("NO_COLOR", "1"), METRICS))
        .contains("q25")
        .doesNotContain("\u001b");
  }

  @Test
  void progressIsABarOnATerminalAndPlainLinesInAFile() throws IOException, InterruptedException {
    String model = folder.resolve("model.gguf").toString();
    Files.copy(Path.of(Demo.MODEL), Path.of(model));
    List<String> quantize = List.of("quantize", model, "--type", "q8_0", "--force");
    String file = inFile(Map.of(), quantize);
    assertThat(file)
        .containsPattern("(?m)^quantizing +100% \\[=+\\] 100/100 %.*$")
        .doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]");
    String terminal = onTerminal(Map.of("NO_COLOR", "1"), quantize);
    assertThat(terminal).contains("quantizing", "\r").doesNotContain("\u001b[33m", "\u001b[1m");
  }
}
