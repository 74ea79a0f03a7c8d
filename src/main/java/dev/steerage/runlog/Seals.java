package dev.steerage.runlog;

import dev.steerage.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SHA-256 of files of a run folder, each in a file beside it, {@code <name>.sha256}, as {@code
 * sha256sum -c} reads it. So a file that was cut off or changed later is found. One without a seal,
 * of an older run or copied alone, is taken as it is. A file is looked at once. Safe for several
 * threads.
 */
final class Seals {
  private static final String ENDING = ".sha256";

  private final Map<Path, Boolean> looked = new HashMap<>();
  private final List<Path> broken = new ArrayList<>();

  /** Seals a file that is complete. */
  void seal(Path file) {
    AtomicFile.writeDurably(
        sealOf(file),
        out -> out.write(new InputFile(file).sha256() + "  " + file.getFileName() + "\n"));
    synchronized (this) {
      looked.put(file, true);
    }
  }

  /** Seals a file that is complete, where it is not sealed yet. */
  void sealIfNone(Path file) {
    if (!Files.isRegularFile(sealOf(file))) {
      seal(file);
    }
  }

  /**
   * Gives a sealed file of another run, which is whole, a second name in this one, with its seal;
   * where the file system has no links it is copied.
   */
  void link(Path source, Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (linkOrCopy(source, file)) {
        synchronized (this) {
          looked.put(file, true); // the same bytes as were looked at
        }
      }
      if (Files.isRegularFile(sealOf(source))) {
        linkOrCopy(sealOf(source), sealOf(file));
      } else {
        seal(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be made (" + AtomicFile.reason(e) + ")", e);
    }
  }

  /** Whether it is a link. */
  private static boolean linkOrCopy(Path source, Path file) throws IOException {
    try {
      Files.createLink(file, source);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(source, file); // another disk, or none that has links
      return false;
    }
  }

  /** The SHA-256 of a file, from its seal where there is one. */
  static String sealed(Path file) {
    return read(sealOf(file)).orElseGet(() -> new InputFile(file).sha256());
  }

  /** Whether a file is there, and is what was sealed. */
  synchronized boolean isWhole(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    return looked.computeIfAbsent(
        file,
        f -> {
          boolean isWhole = matches(f);
          if (!isWhole) {
            broken.add(f);
          }
          return isWhole;
        });
  }

  /** Files that were looked at and were not what was sealed, in that order. */
  synchronized List<Path> broken() {
    return List.copyOf(broken);
  }

  private static boolean matches(Path file) {
    Optional<String> sealed = read(sealOf(file));
    return sealed.isEmpty() || sealed.get().equals(new InputFile(file).sha256());
  }

  /** The SHA-256 that a seal has; one that is broken itself matches no file. */
  private static Optional<String> read(Path seal) {
    if (!Files.isRegularFile(seal)) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(seal, StandardCharsets.ISO_8859_1);
      return Optional.of(text.replaceFirst("(?s)\\s.*", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(seal + ": cannot be read", e);
    }
  }

  private static Path sealOf(Path file) {
    return file.resolveSibling(file.getFileName() + ENDING);
  }
}
