package dev.steerage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The licences of all parts, as a Markdown table made of the bill of materials. The build writes
 * it.
 */
public final class LicenceList {
  private static final String SBOM = "/META-INF/sbom/steerage.cdx.json";

  private LicenceList() {}

  /**
   * Writes the table to the file that is named, if there is a bill of materials: Maven makes none
   * in offline mode.
   */
  public static void main(String[] args) throws IOException {
    try (InputStream in = LicenceList.class.getResourceAsStream(SBOM)) {
      if (in != null) {
        Files.writeString(Path.of(args[0]), markdown(new ObjectMapper().readTree(in)));
      }
    }
  }

  /** One line a component, in the order of the bill of materials (CycloneDX). */
  static String markdown(JsonNode sbom) {
    StringBuilder table = new StringBuilder("| part | version | licence |\n|---|---|---|\n");
    for (JsonNode component : sbom.path("components")) {
      String group = component.path("group").asText();
      String name = component.path("name").asText();
      table
          .append("| ")
          .append(group.isEmpty() ? name : group + ":" + name)
          .append(" | ")
          .append(component.path("version").asText())
          .append(" | ")
          .append(licences(component))
          .append(" |\n");
    }
    return table.toString();
  }

  /** Several mean that one may be chosen. */
  private static String licences(JsonNode component) {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : component.path("licenses")) {
      JsonNode licence = entry.path("license");
      names.add(licence.path("id").asText(licence.path("name").asText()));
    }
    return names.isEmpty() ? "unknown" : String.join(" or ", names);
  }
}
