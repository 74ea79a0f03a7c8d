package dev.steerage.runlog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a run folder that are written cell by cell, and what is made from them. */
record RunFiles(RunFolder run) {
  private static final List<String> PARTS =
      List.of(RunFolder.TOKENS, NeutralFolder.NAME, CapabilityFolder.NAME, RatingFolder.NAME);
  private static final String AGAIN =
      "give the run's evaluate command again, which makes it anew from what is whole";

  /** Takes away what a killed process had half written, and seals what it could not any more. */
  void tidy() {
    for (String part : PARTS) {
      Path folder = run.folder().resolve(part);
      for (Path half : files(folder, ".part")) {
        try {
          Files.deleteIfExists(half);
        } catch (IOException e) {
          throw new UncheckedIOException(half + ": cannot be deleted", e);
        }
      }
      files(folder, ".csv").forEach(run.seals()::sealIfNone);
    }
  }

  /**
   * Finds what is no longer as it was written, by its SHA-256, of what reports are made from.
   *
   * @throws InputException naming the first file that has changed
   */
  void check() {
    JsonNode checksums = run.readProvenance().path(RunFolder.CHECKSUMS);
    for (String name : RunFolder.SUMMARIES) {
      Path file = run.folder().resolve(name);
      String known = checksums.path(name).asText();
      if (!known.isEmpty()
          && Files.isRegularFile(file)
          && !known.equals(new InputFile(file).sha256())) {
        throw changed(file, "the one in provenance.json");
      }
    }
    for (String part : PARTS) {
      for (Path file : files(run.folder().resolve(part), ".csv")) {
        if (!run.isWhole(file)) {
          throw changed(file, "the one beside it");
        }
      }
    }
  }

  private static InputException changed(Path file, String known) {
    return InputException.in(
        file, "is not as it was written (its SHA-256 differs from %s); %s".formatted(known, AGAIN));
  }

  private static List<Path> files(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw InputException.in(folder, "cannot be read; check its permissions", e);
    }
  }
}
