package dev.steerage.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The bundled model and its data, as options. */
final class Demo {
  static final String MODEL = "models/steerage-demo-f16.gguf";

  private Demo() {}

  static String vector(String behavior) {
    return "models/demo/vectors/" + behavior + ".gguf";
  }

  /** Evaluates a model on a behavior file, with what else is asked. */
  static CommandRun evaluate(Path output, String model, String behavior, String... more) {
    List<String> args = new ArrayList<>(List.of("evaluate", "--output", output.toString()));
    args.addAll(List.of("--model", model, "--behavior", behavior));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  /** A file with the first pairs of a behavior. */
  static String pairs(Path folder, String behavior, int n) throws IOException {
    Path all = Path.of("models/demo/behaviors/" + behavior + ".jsonl");
    List<String> lines = Files.readAllLines(all, StandardCharsets.UTF_8);
    return Files.write(folder.resolve(behavior + ".jsonl"), lines.subList(0, n)).toString();
  }
}
