package dev.steerage.runlog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a folder of judged texts holds, whether or not judging has ended.
 *
 * @param provenance {@code provenance.json}
 * @param files complete files of ratings
 */
public record RatingContents(JsonNode provenance, int files) {
  /**
   * Looks through a folder that {@link RatingFolder#isOne}.
   *
   * @throws InputException if it cannot be read
   */
  public static RatingContents read(Path folder) {
    Path ratings = folder.resolve(RatingFolder.NAME);
    try (Stream<Path> all = Files.list(ratings)) {
      int files = (int) all.filter(file -> file.toString().endsWith(".csv")).count();
      return new RatingContents(ProvenanceFile.in(folder).read(), files);
    } catch (IOException e) {
      throw InputException.in(ratings, "cannot be read; check its permissions", e);
    }
  }
}
