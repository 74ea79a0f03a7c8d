package dev.steerage.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.RunContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A run folder in words. */
final class RunText {
  private final Path folder;
  private final RunContents run;

  private RunText(Path folder) {
    this.folder = folder;
    this.run = RunContents.read(folder);
  }

  static String of(Path folder) {
    return new RunText(folder).text();
  }

  private String text() {
    FactSheet sheet = new FactSheet(folder + ": a run folder").fact("state", state());
    addList(sheet, "models", names("model ", Condition::model));
    addList(
        sheet,
        "behaviors",
        names("behavior ", Condition::behavior).stream().map(this::withPairs).toList());
    addList(sheet, "conditions", conditions());
    addList(sheet, "questions", questions());
    add(sheet, "program", "program");
    add(sheet, "llama.cpp", "llama_cpp");
    add(sheet, "start", "start");
    add(sheet, "end", "end");
    JsonNode tokens = run.provenance().path("tokens_decoded");
    if (tokens.isIntegralNumber()) {
      sheet.fact(
          "decoded",
          FactSheet.number(
              "%,d tokens in %,.1f s by the last command",
              tokens.asLong(), run.provenance().path("seconds").asDouble()));
    }
    return sheet.text();
  }

  private String state() {
    String cells =
        run.cells() + (run.cells() == 1 ? " cell" : " cells") + " (model × behavior × condition)";
    if (run.isComplete()) {
      return "complete: " + cells;
    }
    String lost = run.missing() == 0 ? "" : ", " + run.missing() + " with scores are missing";
    return "not complete: "
        + cells
        + " so far"
        + lost
        + "; it goes on with steerage evaluate --spec "
        + folder.resolve("spec.yaml");
  }

  /** From the scores; before there are any, from the inputs that were noted at the start. */
  private List<String> names(String input, Function<Condition, String> name) {
    List<String> names = new ArrayList<>(distinct(name));
    if (names.isEmpty()) {
      run.provenance()
          .path("inputs")
          .fieldNames()
          .forEachRemaining(
              key -> {
                if (key.startsWith(input)) {
                  names.add(key.substring(input.length()));
                }
              });
    }
    return names;
  }

  /** Random directions are many and of one kind: their number stands for them. */
  private List<String> conditions() {
    List<String> names =
        new ArrayList<>(
            run.scored().stream()
                .filter(c -> !c.isRandomDirection())
                .map(Condition::condition)
                .distinct()
                .toList());
    long random =
        run.scored().stream()
            .filter(Condition::isRandomDirection)
            .map(Condition::condition)
            .distinct()
            .count();
    if (random > 0) {
      names.add(random + " random directions");
    }
    return names;
  }

  private List<String> questions() {
    List<String> sets = new ArrayList<>();
    for (JsonNode set : run.provenance().path("capabilities")) {
      sets.add("%s (%s)".formatted(set.path("name").asText(), set.path("questions").asText()));
    }
    return sets;
  }

  private List<String> distinct(Function<Condition, String> name) {
    return run.scored().stream().map(name).distinct().toList();
  }

  private String withPairs(String behavior) {
    Integer pairs = run.pairs().get(behavior);
    return pairs == null ? behavior : behavior + " (" + pairs + " pairs)";
  }

  private static void addList(FactSheet sheet, String name, List<String> items) {
    if (!items.isEmpty()) {
      String list = items.stream().collect(Collectors.joining(", "));
      sheet.fact(name, items.size() + ": " + list);
    }
  }

  private void add(FactSheet sheet, String name, String key) {
    String value = run.provenance().path(key).asText().replaceFirst("\\.[0-9]+Z$", "Z");
    if (!value.isEmpty()) {
      sheet.fact(name, value);
    }
  }
}
