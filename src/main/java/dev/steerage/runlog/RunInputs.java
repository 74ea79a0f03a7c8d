package dev.steerage.runlog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run is of, as its folder remembers it in {@code provenance.json} from its beginning on.
 *
 * @param spec the normalised spec, of which spec.yaml is a copy
 * @param hashes SHA-256 of each input file, by the words that name it in messages
 */
record RunInputs(String spec, Map<String, String> hashes) {
  private static final String INPUTS = "inputs";
  private static final String SETTINGS = "settings";
  private static final int SHOWN_DIGITS = 12;

  /** Puts it among what provenance.json holds. */
  void addTo(Map<String, Object> provenance) {
    provenance.put(INPUTS, hashes);
    provenance.put(SETTINGS, spec.lines().toList());
  }

  /**
   * Checks that a folder is of the same.
   *
   * @return whether its spec.yaml is as it was written
   * @throws InputException naming the first difference
   */
  boolean checkSame(Path folder) {
    JsonNode known = ProvenanceFile.in(folder).read();
    if (!known.path(INPUTS).isObject()) {
      throw InputException.in(
          folder.resolve(ProvenanceFile.NAME),
          "is damaged, so that nobody knows what the run was of; use --force, which keeps the folder under another name and begins anew");
    }
    checkSettings(folder, settings(folder));
    hashes.forEach((name, sha256) -> checkHash(folder, known.path(INPUTS), name, sha256));
    return copy(folder).equals(spec.lines().toList());
  }

  /** The lines of the spec that a folder was begun with. */
  static List<String> settings(Path folder) {
    List<String> settings = new ArrayList<>();
    ProvenanceFile.in(folder).read().path(SETTINGS).forEach(line -> settings.add(line.asText()));
    return settings.isEmpty() ? copy(folder) : settings; // a folder that an older version began
  }

  private void checkSettings(Path folder, List<String> before) {
    List<String> now = spec.lines().toList();
    for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
      String was = i < before.size() ? before.get(i).strip() : "(nothing)";
      String is = i < now.size() ? now.get(i).strip() : "(nothing)";
      if (!was.equals(is)) {
        throw differs(
            folder, "spec.yaml line " + (i + 1) + " has '" + was + "', asked is '" + is + "'");
      }
    }
  }

  private static void checkHash(Path folder, JsonNode known, String name, String sha256) {
    String was = known.path(name).asText();
    if (!was.equals(sha256)) {
      throw differs(
          folder,
          "%s has changed since: its SHA-256 was %s and is %s"
              .formatted(name, shown(was), shown(sha256)));
    }
  }

  private static String shown(String sha256) {
    return sha256.isEmpty()
        ? "not known"
        : sha256.substring(0, Math.min(SHOWN_DIGITS, sha256.length())) + "…";
  }

  private static List<String> copy(Path folder) {
    try {
      return Files.readAllLines(folder.resolve(RunFolder.SPEC));
    } catch (IOException e) {
      return List.of(); // bytes that are no text
    }
  }

  private static InputException differs(Path folder, String what) {
    return InputException.in(
        folder,
        "holds a run of something else ("
            + what
            + "); name another with --output, or use --force, which keeps it under another name");
  }
}
