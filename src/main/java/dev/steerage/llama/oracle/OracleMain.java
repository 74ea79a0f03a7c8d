package dev.steerage.llama.oracle;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.CacheType;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The process in which java-llama.cpp runs. It reads one {@link Question} a line from standard
 * input and writes one {@link Answer} a line, both JSON, to a file, because the native library and
 * its Java side print on standard output and error.
 */
public final class OracleMain {
  private static final int CONTEXT_TOKENS = 512;
  private static final long NATIVE_LOG_MILLIS = 500;

  private OracleMain() {}

  /**
   * Answers all questions and ends the process: code 0, or 1 with the reason on standard error.
   *
   * @param args file for the answers, model, number of threads and, where the model is to be
   *     steered, a control vector to be added as it is
   */
  public static void main(String[] args) {
    endWithParent();
    int code = 1;
    try {
      answer(args);
      code = 0;
    } catch (Exception | LinkageError e) {
      awaitNativeLog();
      new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)
          .println(e.getMessage());
    }
    // a native thread stays after the model is closed, and exit hooks are not needed
    Runtime.getRuntime().halt(code);
  }

  /** A native thread writes the log, with the reason of a failure, and tells nobody when. */
  private static void awaitNativeLog() {
    try {
      Thread.sleep(NATIVE_LOG_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A process whose parent was killed would keep the weights in memory. */
  private static void endWithParent() {
    ProcessHandle.current()
        .parent()
        .ifPresent(
            parent -> {
              var unused = parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
            });
  }

  private static void answer(String[] args) throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (LlamaModel model = new LlamaModel(parameters(args));
        BufferedReader questions =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Writer answers = Files.newBufferedWriter(Path.of(args[0]))) {
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        Answer answer = answer(model, json.readValue(line, Question.class));
        answers.write(json.writeValueAsString(answer) + "\n");
      }
    }
  }

  private static ModelParameters parameters(String[] args) {
    ModelParameters parameters =
        new ModelParameters()
            .setModel(args[1])
            .setThreads(Integer.parseInt(args[2]))
            .setCtxSize(CONTEXT_TOKENS)
            .setCacheTypeK(CacheType.F32)
            .setCacheTypeV(CacheType.F32)
            .setGpuLayers(0)
            .skipWarmup()
            .enableSpecial();
    return args.length > 3 ? parameters.addControlVector(args[3]) : parameters;
  }

  private static Answer answer(LlamaModel model, Question question) {
    if (question.kind() == Question.Kind.IDS) {
      return new Answer(Arrays.stream(model.encode(question.text())).boxed().toList(), "");
    }
    InferenceParameters greedy =
        new InferenceParameters(question.text())
            .setNPredict(question.tokens())
            .setTemperature(0)
            .setCachePrompt(false);
    return new Answer(List.of(), model.complete(greedy));
  }
}
