package dev.steerage.llama.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OracleTest {
  private static final Path MODEL = Path.of("models/steerage-demo-f16.gguf");
  private static final List<Question> QUESTIONS =
      List.of(Question.ids("a text"), Question.text("The weather is", 4));

  @TempDir Path folder;

  @Test
  void itAnswersInTheOrderOfTheQuestions() {
    List<Answer> answers =
        new Oracle(Duration.ofMinutes(1)).ask(MODEL, Optional.empty(), QUESTIONS);

    assertThat(answers).hasSize(2);
    assertThat(answers.get(0).ids()).isNotEmpty();
    assertThat(answers.get(0).text()).isEmpty();
    assertThat(answers.get(1).text()).isNotBlank();
  }

  @Test
  void aModelThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing.gguf");

    assertThatThrownBy(() -> new Oracle(Oracle.LIMIT).ask(missing, Optional.empty(), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessage(missing + ": is no file that can be read; name a GGUF file");
  }

  @Test
  void aModelThatItDoesNotKnowIsASentenceWithItsWords() throws IOException {
    Path junk = Files.writeString(folder.resolve("junk.gguf"), "junk");

    assertThatThrownBy(() -> new Oracle(Oracle.LIMIT).ask(junk, Optional.empty(), QUESTIONS))
        .isInstanceOf(OracleException.class)
        .hasMessageStartingWith(junk + ": java-llama.cpp")
        .hasMessageContaining("error loading model");
  }

  @Test
  void aProcessThatHangsIsStoppedAtTheLimit() {
    Oracle oracle = new Oracle(Duration.ofSeconds(2), HangingMain.class);

    assertThatThrownBy(() -> oracle.ask(MODEL, Optional.empty(), QUESTIONS))
        .isInstanceOf(OracleException.class)
        .hasMessageEndingWith("it was stopped after 2 s without an answer");
    assertThat(ProcessHandle.current().children().filter(OracleTest::isHanging)).isEmpty();
  }

  @Test
  void aProcessThatCrashesIsASentence() {
    Oracle oracle = new Oracle(Duration.ofSeconds(30), CrashingMain.class);

    assertThatThrownBy(() -> oracle.ask(MODEL, Optional.empty(), QUESTIONS))
        .isInstanceOf(OracleException.class)
        .hasMessageContaining("failed with this model")
        .hasMessageContaining("SIGSEGV");
  }

  @Test
  void theFilesOfAProcessGoWithIt() throws IOException {
    ProcessFolder files = new ProcessFolder();
    Files.writeString(files.log(), "a\n# error here\nb\n");
    Files.createDirectories(files.path().resolve("one/two"));
    Files.writeString(files.path().resolve("one/two/libjllama.so"), "library");

    assertThat(files.complaint()).contains("error here");
    files.close();

    assertThat(files.path()).doesNotExist();
  }

  @Test
  void aProcessThatEndsTooSoonIsASentence() {
    Oracle oracle = new Oracle(Duration.ofSeconds(30), SilentMain.class);

    assertThatThrownBy(() -> oracle.ask(MODEL, Optional.empty(), QUESTIONS))
        .isInstanceOf(OracleException.class)
        .hasMessageEndingWith("it answered 0 of 2 questions");
  }

  private static boolean isHanging(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(HangingMain.class.getName());
  }

  /** Never answers. */
  static final class HangingMain {
    public static void main(String[] args) throws InterruptedException {
      Thread.sleep(Duration.ofMinutes(10).toMillis());
    }
  }

  /** Dies as native code does. */
  static final class CrashingMain {
    public static void main(String[] args) throws IOException, InterruptedException {
      String self = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-SEGV", self).start().waitFor();
      Thread.sleep(Duration.ofMinutes(10).toMillis());
    }
  }

  /** Ends well without a word. */
  static final class SilentMain {
    public static void main(String[] args) throws IOException {
      Files.createFile(Path.of(args[0]));
    }
  }
}
