package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The zip archive that {@code torch.save} writes: one folder with data.pkl and data/0, data/1, …
 */
final class TorchArchive implements AutoCloseable {
  private static final String PICKLE = "/data.pkl";
  private static final int MOST_PICKLE_BYTES = 4 << 20;

  private final Path file;
  private final ZipFile zip;
  private final String folder;

  private TorchArchive(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
    List<String> pickles =
        zip.stream().map(ZipEntry::getName).filter(n -> n.endsWith(PICKLE)).limit(2).toList();
    if (pickles.size() != 1) {
      throw InputException.in(
          file, "is a zip archive but not one of torch.save; save the tensor with torch.save");
    }
    this.folder = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
  }

  /**
   * Opens an archive.
   *
   * @throws InputException if it is cut short, or not PyTorch's
   */
  static TorchArchive open(Path file) {
    ZipFile zip = openZip(file);
    try {
      return new TorchArchive(file, zip);
    } catch (RuntimeException e) {
      closeQuietly(zip, e);
      throw e;
    }
  }

  /** The pickle that describes the saved object. */
  byte[] pickle() {
    return entry("data.pkl", MOST_PICKLE_BYTES);
  }

  /** The numbers of a storage, in the machine order of {@link #byteOrder()}. */
  byte[] storage(String key) {
    return entry("data/" + key, Integer.MAX_VALUE);
  }

  /** Older archives do not say their byte order; they are little-endian. */
  ByteOrder byteOrder() {
    if (zip.getEntry(folder + "/byteorder") == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    String order =
        new String(entry("byteorder", MOST_PICKLE_BYTES), StandardCharsets.US_ASCII).strip();
    return switch (order) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> throw InputException.in(file, "has an unknown byte order; save the tensor again");
    };
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  private byte[] entry(String name, int mostBytes) {
    ZipEntry entry = zip.getEntry(folder + "/" + name);
    if (entry == null) {
      throw damaged(name, "is missing");
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw damaged(name, "is compressed, which torch.save never does");
    }
    if (entry.getSize() > mostBytes) {
      throw damaged(name, "is larger than a file of one tensor needs");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if (bytes.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
        throw damaged(name, "does not have its checksum");
      }
      return bytes;
    } catch (IOException e) {
      throw InputException.in(
          file, "entry '" + InputFile.shown(name) + "' cannot be read; save it again", e);
    }
  }

  private InputException damaged(String name, String what) {
    return InputException.in(
        file, "entry '" + InputFile.shown(name) + "' " + what + "; save the tensor again");
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
