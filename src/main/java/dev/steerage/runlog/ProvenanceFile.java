package dev.steerage.runlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The {@code provenance.json} of a run folder.
 *
 * @param file where it is
 */
record ProvenanceFile(Path file) {
  static final String NAME = "provenance.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** That of a run folder. */
  static ProvenanceFile in(Path folder) {
    return new ProvenanceFile(folder.resolve(NAME));
  }

  /** What it holds; an empty object where it is missing or broken. */
  JsonNode read() {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  void write(Map<String, Object> content) {
    try {
      String text = JSON.writeValueAsString(content) + "\n";
      AtomicFile.writeDurably(file, out -> out.write(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("provenance is not JSON", e);
    }
  }
}
