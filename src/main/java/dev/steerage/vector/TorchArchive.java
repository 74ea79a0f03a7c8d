package dev.steerage.vector;

import dev.steerage.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The zip archive that {@code torch.save} writes: one folder with data.pkl and data/0, data/1, …
 */
final class TorchArchive implements AutoCloseable {
  private static final String PICKLE = "/data.pkl";
  private static final int MOST_PICKLE_BYTES = 4 << 20;

  /** Of all storages together; a file of steering vectors is smaller. */
  private static final int MOST_STORAGE_BYTES = 64 << 20;

  private final Path file;
  private final ZipArchive zip;
  private final String folder;
  private final Map<String, ByteBuffer> storages = new HashMap<>();
  private int storageBytes;

  private TorchArchive(Path file, ZipArchive zip, String folder) {
    this.file = file;
    this.zip = zip;
    this.folder = folder;
  }

  /** Whether an archive is PyTorch's, by its names. */
  static boolean isTorch(ZipArchive zip) {
    return zip.names().stream().anyMatch(n -> n.endsWith(PICKLE));
  }

  /**
   * Opens an archive.
   *
   * @throws InputException if it is cut short, or not PyTorch's
   */
  static TorchArchive open(Path file) {
    ZipArchive zip = ZipArchive.open(file);
    List<String> pickles = zip.names().stream().filter(n -> n.endsWith(PICKLE)).limit(2).toList();
    if (pickles.size() != 1) {
      zip.close();
      throw InputException.in(
          file, "is a zip archive but not one of torch.save; save the tensor with torch.save");
    }
    String name = pickles.get(0);
    return new TorchArchive(file, zip, name.substring(0, name.length() - PICKLE.length()));
  }

  /** The pickle that describes the saved object. */
  byte[] pickle() {
    return entry("data.pkl", MOST_PICKLE_BYTES);
  }

  /**
   * The numbers of a storage in their byte order. A storage that several tensors share is read
   * once.
   *
   * @throws InputException if it is missing or damaged, or all of them are too large together
   */
  ByteBuffer storage(String key) {
    ByteBuffer numbers = storages.get(key);
    if (numbers == null) {
      byte[] bytes = entry("data/" + key, MOST_STORAGE_BYTES - storageBytes);
      storageBytes += bytes.length;
      numbers = ByteBuffer.wrap(bytes).order(byteOrder());
      storages.put(key, numbers);
    }
    return numbers;
  }

  /** Older archives do not say their byte order; they are little-endian. */
  private ByteOrder byteOrder() {
    if (!zip.names().contains(folder + "/byteorder")) {
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
    zip.close();
  }

  private byte[] entry(String name, int mostBytes) {
    String full = folder + "/" + name;
    if (zip.isCompressed(full)) {
      throw zip.damaged(full, "is compressed, which torch.save never does");
    }
    return zip.entry(full, mostBytes);
  }
}
