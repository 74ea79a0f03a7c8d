package dev.steerage.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.steerage.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/** Damaged copies of a file, for readers that must refuse them with one sentence. */
final class Damage {
  private static final int FLIPS = 2000;

  private Damage() {}

  /** Every sixteenth of the file's length, except the whole. */
  static void cutsAreRefused(Path file, Path folder, Consumer<Path> reader) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Path cut = folder.resolve("cut-" + file.getFileName());
    for (int part = 0; part < 16; part++) {
      Files.write(cut, Arrays.copyOf(whole, whole.length * part / 16));
      if (!isRefused(cut, reader)) {
        fail("%s was read although cut to %d/16", file, part);
      }
    }
  }

  /**
   * One to three bytes changed, two thousand times: what is read is fine, what is not has a
   * sentence.
   */
  static void changesAreReadOrRefused(Path file, Path folder, Consumer<Path> reader)
      throws IOException {
    changesAreReadOrRefused(file, folder, FLIPS, reader);
  }

  /** The same, {@code times} times. */
  static void changesAreReadOrRefused(Path file, Path folder, int times, Consumer<Path> reader)
      throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Path changed = folder.resolve("changed-" + file.getFileName());
    Random random = new Random(1);
    for (int i = 0; i < times; i++) {
      byte[] copy = whole.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
      }
      Files.write(changed, copy);
      isRefused(changed, reader);
    }
  }

  private static boolean isRefused(Path file, Consumer<Path> reader) {
    try {
      reader.accept(file);
      return false;
    } catch (InputException e) {
      assertThat(e.getMessage())
          .contains(String.valueOf(file.getFileName()))
          .doesNotContain("\n")
          .hasSizeLessThan(500);
      return true;
    }
  }
}
