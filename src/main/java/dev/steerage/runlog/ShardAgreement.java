package dev.steerage.runlog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether run folders are of the same: input files by their SHA-256, settings, program. On which
 * devices and with how many threads a folder was computed may differ, and where the input files
 * were.
 */
record ShardAgreement(Path one, Path other) {
  /** Keys of a spec that say where it is computed. */
  private static final Set<String> PLACES =
      Set.of("gpu-layers", "devices", "split-mode", "tensor-split", "threads", "workers");

  /** Keys with a file, which its SHA-256 identifies. */
  private static final Set<String> FILES =
      Set.of("models", "behaviors", "vector", "extract", "fine-tuned", "lora", "neutral");

  private static final int SHOWN_DIGITS = 12;

  /**
   * Checks them.
   *
   * @throws InputException naming both and the first difference
   */
  void check() {
    JsonNode a = ProvenanceFile.in(one).read();
    JsonNode b = ProvenanceFile.in(other).read();
    Set<String> names = new TreeSet<>();
    a.path("inputs").properties().forEach(field -> names.add(field.getKey()));
    b.path("inputs").properties().forEach(field -> names.add(field.getKey()));
    for (String name : names) {
      compare(
          name,
          "SHA-256 " + digits(a.path("inputs"), name),
          "SHA-256 " + digits(b.path("inputs"), name));
    }
    List<String> settings = comparable(RunInputs.settings(one));
    List<String> others = comparable(RunInputs.settings(other));
    for (int i = 0; i < Math.max(settings.size(), others.size()); i++) {
      compare("a setting", line(settings, i), line(others, i));
    }
    compareKey("program", a, b);
    compareKey("llama_cpp", a, b);
    if (a.has("neutral_text")) {
      compareKey("reference_rows", a, b); // the neutral text is compared with a loaded one only
    }
  }

  private void compareKey(String key, JsonNode a, JsonNode b) {
    if (a.has("end") && b.has("end")) { // before it, a folder does not say
      compare(key, a.path(key).asText(), b.path(key).asText());
    }
  }

  private void compare(String what, String a, String b) {
    if (!a.equals(b)) {
      throw InputException.in(
          other,
          "cannot be merged with %s: %s differs, '%s' there and '%s' here; merge shards of one run"
              .formatted(one, InputFile.printable(what), InputFile.shown(a), InputFile.shown(b)));
    }
  }

  private static String digits(JsonNode inputs, String name) {
    String sha256 = inputs.path(name).asText("");
    return sha256.isEmpty()
        ? "not known"
        : sha256.substring(0, Math.min(SHOWN_DIGITS, sha256.length())) + "…";
  }

  private static String line(List<String> lines, int i) {
    return i < lines.size() ? lines.get(i).strip() : "(nothing)";
  }

  /** Lines of a normalised spec without those of places, comments, and folders of files. */
  static List<String> comparable(List<String> lines) {
    List<String> kept = new ArrayList<>();
    String top = "";
    for (String line : lines) {
      boolean isTop = !line.startsWith("-") && !line.startsWith(" ") && !line.startsWith("#");
      if (isTop) {
        top = key(line);
      }
      if (!line.startsWith("#") && !PLACES.contains(top)) {
        boolean isFile =
            FILES.contains(key(line)) || (!isTop && FILES.contains(top) && line.startsWith("- "));
        kept.add(isFile ? line.replaceFirst("^(- |[ -]*[a-z-]+: |)(\"?).*/", "$1$2") : line);
      }
    }
    return kept;
  }

  private static String key(String line) {
    return line.replaceFirst("^[ -]*", "").replaceFirst(":.*", "");
  }
}
