package dev.steerage.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steerage.InputException;
import dev.steerage.dataset.BehaviorWriter;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.evaluation.GenerationTarget.Product;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.FormattedText;
import dev.steerage.runlog.AtomicFile;
import dev.steerage.runlog.FileNames;
import dev.steerage.runlog.OutputFile;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that the conditions of a generation go to. */
final class GenerationFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GenerationTarget target;

  /** Indices of the conditions whose texts go to each file. */
  private final Map<Path, List<Integer>> conditions;

  private GenerationFiles(GenerationTarget target, Map<Path, List<Integer>> conditions) {
    this.target = target;
    this.conditions = conditions;
  }

  /**
   * Names the files: one for texts as JSON lines, else one a condition, or an intervention for
   * pairs.
   *
   * @throws InputException if one of them is there already and must not be replaced, or none can be
   *     made there
   */
  static GenerationFiles plan(GenerationTarget target, List<GenerationCondition> conditions) {
    boolean isPairs = target.product() == Product.PAIRS;
    Map<String, List<Integer>> byName = new LinkedHashMap<>();
    for (int i = 0; i < conditions.size(); i++) {
      GenerationCondition condition = conditions.get(i);
      String name = isPairs ? condition.intervention() : target.isLines() ? "" : condition.name();
      byName.computeIfAbsent(FileNames.safe(name), n -> new ArrayList<>()).add(i);
    }
    Map<Path, List<Integer>> files = new LinkedHashMap<>();
    byName.forEach(
        (name, indices) ->
            files.put(byName.size() == 1 ? target.file() : target.fileOf(name), indices));
    files.keySet().forEach(file -> new OutputFile(file, target.existing()).check());
    return new GenerationFiles(target, files);
  }

  /**
   * Writes all files and returns their paths.
   *
   * @param texts of each condition, in the order of the plan
   * @throws InputException if no pair can be made for a file; none is written then
   */
  List<Path> write(List<GeneratedTexts> texts, long seed, GenerationListener listener) {
    Map<Path, AtomicFile.Content> contents = new LinkedHashMap<>();
    conditions.forEach(
        (file, indices) -> {
          List<GeneratedTexts> own = indices.stream().map(texts::get).toList();
          contents.put(file, content(file, own, seed, listener));
        });
    contents.forEach(AtomicFile::write);
    return List.copyOf(contents.keySet());
  }

  private AtomicFile.Content content(
      Path file, List<GeneratedTexts> texts, long seed, GenerationListener listener) {
    if (target.product() == Product.TEXTS) {
      return target.isLines() ? out -> writeLines(texts, seed, out) : out -> writePaper(texts, out);
    }
    GeneratedPairs pairs = GeneratedPairs.of(texts.get(0), texts.get(1), target);
    pairs.warning(file).ifPresent(listener::warning);
    List<ContrastPair> kept = pairs.kept(file);
    return target.isLines()
        ? out -> BehaviorWriter.writeLines(kept, out)
        : out -> BehaviorWriter.writePaper(kept, out);
  }

  private static void writeLines(List<GeneratedTexts> conditions, long seed, Writer out)
      throws IOException {
    for (GeneratedTexts condition : conditions) {
      for (GeneratedText text : condition.texts()) {
        ObjectNode line =
            JSON.createObjectNode()
                .put("id", text.prompt().id())
                .put("prompt", text.prompt().text());
        if (text.system() != null) {
          line.put("system", text.system());
        }
        line.put("condition", condition.condition())
            .put("continuation", text.continuation())
            .put("n_tokens", text.tokens())
            .put("finish", text.finish().word())
            .put("seed", seed);
        out.write(JSON.writeValueAsString(line) + "\n");
      }
    }
  }

  private static void writePaper(List<GeneratedTexts> conditions, Writer out) throws IOException {
    String separator = "[\n";
    for (GeneratedTexts condition : conditions) {
      for (GeneratedText text : condition.texts()) {
        ObjectNode entry = JSON.createObjectNode().put("question", paper(text).toString());
        out.write(separator + JSON.writeValueAsString(entry));
        separator = ",\n";
      }
    }
    out.write("\n]\n");
  }

  private static FormattedText paper(GeneratedText text) {
    String prompt = text.prompt().text();
    return text.continuation().isEmpty()
        ? ChatFormat.LLAMA2.prompt(text.system(), prompt)
        : ChatFormat.LLAMA2.text(text.system(), prompt, text.continuation());
  }
}
