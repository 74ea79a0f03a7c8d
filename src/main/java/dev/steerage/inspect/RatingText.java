package dev.steerage.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.runlog.RatingContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder of judged texts in words. */
final class RatingText {
  private RatingText() {}

  static String of(Path folder) {
    RatingContents contents = RatingContents.read(folder);
    JsonNode provenance = contents.provenance();
    String files = contents.files() + (contents.files() == 1 ? " file" : " files") + " of ratings";
    FactSheet sheet =
        new FactSheet(folder + ": judged texts")
            .fact(
                "state",
                provenance.hasNonNull("end")
                    ? "complete: " + files
                    : "not complete: %s so far; it goes on with steerage judge --spec %s"
                        .formatted(files, folder.resolve("spec.yaml")));
    JsonNode judge = provenance.path("judge");
    add(sheet, "judge", judge.path("file").asText());
    add(sheet, "SHA-256", judge.path("sha256").asText());
    add(sheet, "concept", provenance.path("concept").asText());
    List<String> texts = new ArrayList<>();
    provenance
        .path("generations")
        .forEach(
            file ->
                file.path("texts")
                    .properties()
                    .forEach(of -> texts.add(of.getKey() + " (" + of.getValue().asText() + ")")));
    add(sheet, "texts", String.join(", ", texts));
    add(sheet, "program", provenance.path("program").asText());
    add(sheet, "start", provenance.path("start").asText());
    return sheet.text();
  }

  private static void add(FactSheet sheet, String name, String value) {
    if (!value.isEmpty()) {
      sheet.fact(name, value);
    }
  }
}
