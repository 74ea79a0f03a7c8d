package dev.steerage.llama.oracle;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks java-llama.cpp, in a process of its own, with the exact settings: F32 KV cache, no flash
 * attention, on the CPU.
 */
public final class Oracle {
  /** Enough for a model of some billions of weights on a CPU. */
  public static final Duration LIMIT = Duration.ofMinutes(20);

  private final Duration limit;
  private final Class<?> main;

  /**
   * @param limit time for one {@link #ask}
   */
  public Oracle(Duration limit) {
    this(limit, OracleMain.class);
  }

  /**
   * @param main what the process runs, with the arguments of {@link OracleMain}
   */
  Oracle(Duration limit, Class<?> main) {
    this.limit = limit;
    this.main = main;
  }

  /**
   * The answers to questions about one model, in their order.
   *
   * @param vector a GGUF control vector that is added as it is
   * @throws InputException if a file is not there
   * @throws OracleException if the process fails, is killed, or takes too long
   */
  public List<Answer> ask(Path model, Optional<Path> vector, List<Question> questions) {
    checkThere(model);
    vector.ifPresent(Oracle::checkThere);
    try (ProcessFolder folder = new ProcessFolder()) {
      ObjectMapper json = new ObjectMapper();
      List<String> lines = new ArrayList<>();
      for (Question question : questions) {
        lines.add(json.writeValueAsString(question));
      }
      Files.write(folder.questions(), lines);
      run(folder, model, vector);
      List<Answer> answers = new ArrayList<>();
      for (String line : Files.readAllLines(folder.answers())) {
        answers.add(json.readValue(line, Answer.class));
      }
      if (answers.size() != questions.size()) {
        throw failed(
            model, "it answered %d of %d questions".formatted(answers.size(), questions.size()));
      }
      return answers;
    } catch (IOException e) {
      throw new OracleException("java-llama.cpp could not be run: " + e.getMessage(), e);
    }
  }

  private void run(ProcessFolder folder, Path model, Optional<Path> vector) throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    List<String> arguments = new ArrayList<>();
    arguments.add(folder.answers().toString());
    arguments.add(model.toAbsolutePath().toString());
    arguments.add(Integer.toString(threads));
    vector.ifPresent(file -> arguments.add(file.toAbsolutePath().toString()));
    Optional<Integer> code = new JavaProcess(main, arguments, folder).run(limit);
    if (code.isEmpty()) {
      throw failed(model, "it was stopped after " + limit.toSeconds() + " s without an answer");
    }
    if (code.get() != 0) {
      throw failed(model, folder.complaint().orElse("it ended with code " + code.get()));
    }
  }

  private static void checkThere(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw InputException.in(file, "is no file that can be read; name a GGUF file");
    }
  }

  private static OracleException failed(Path model, String why) {
    return new OracleException(
        model
            + ": java-llama.cpp, whose llama.cpp is older than ours (b4916), failed with this model: "
            + why);
  }
}
