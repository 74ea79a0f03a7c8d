package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip archive whose entries are read into memory, each at most as long as its reader allows.
 * Nothing is unpacked to disk. Names that lead out of the archive or come twice are refused, since
 * programs differ in what they make of them.
 */
final class ZipArchive implements AutoCloseable {
  private static final int MOST_ENTRIES = 10_000;

  private final Path file;
  private final ZipFile zip;
  private final Set<String> names = new LinkedHashSet<>();

  private ZipArchive(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      String name = all.nextElement().getName();
      if (name.startsWith("/") || name.contains("\\") || name.matches("(.*/)?\\.\\.(/.*)?")) {
        throw damaged(name, "leads out of the archive");
      }
      if (!names.add(name)) {
        throw damaged(name, "is there twice");
      }
      if (names.size() > MOST_ENTRIES) {
        throw InputException.in(file, "has more than " + MOST_ENTRIES + " entries; check the path");
      }
    }
  }

  /**
   * Opens an archive.
   *
   * @throws InputException if it is cut short or has names that no archive of tensors has
   */
  static ZipArchive open(Path file) {
    ZipFile zip = openZip(file);
    try {
      return new ZipArchive(file, zip);
    } catch (RuntimeException e) {
      closeQuietly(zip, e);
      throw e;
    }
  }

  /** Names of the entries, in the archive's order. */
  Set<String> names() {
    return names;
  }

  /** Bytes of an entry that is there, after decompression, as the archive says it. */
  long size(String name) {
    return found(name).getSize();
  }

  /** Whether an entry that is there is compressed. */
  boolean isCompressed(String name) {
    return found(name).getMethod() != ZipEntry.STORED;
  }

  /**
   * An entry with its checksum checked.
   *
   * @param mostBytes how many are accepted; no more are ever decompressed
   * @throws InputException if it is missing, larger, or damaged
   */
  byte[] entry(String name, int mostBytes) {
    ZipEntry entry = found(name);
    if (entry.getSize() > mostBytes) {
      throw damaged(name, "is larger than a steering vector needs");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(mostBytes);
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if (in.read() >= 0 || bytes.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
        throw damaged(name, "does not have its checksum");
      }
      return bytes;
    } catch (IOException e) {
      throw InputException.in(
          file, "entry '" + InputFile.shown(name) + "' cannot be read; save it again", e);
    }
  }

  /** The sentence for an entry that cannot be used. */
  InputException damaged(String name, String what) {
    return InputException.in(
        file, "entry '" + InputFile.shown(name) + "' " + what + "; save the tensor again");
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  private ZipEntry found(String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw damaged(name, "is missing");
    }
    return entry;
  }

  private static ZipFile openZip(Path file) {
    try {
      return new ZipFile(file.toFile());
    } catch (IOException | IllegalArgumentException e) {
      throw InputException.in(file, "is a damaged zip archive; copy or save it again", e);
    }
  }

  private static void closeQuietly(ZipFile zip, RuntimeException cause) {
    try {
      zip.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
