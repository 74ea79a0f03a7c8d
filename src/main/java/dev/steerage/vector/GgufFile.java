package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The header of a GGUF file, version 2 or 3, little-endian: metadata and where the tensors lie. All
 * of it is checked against the file's size when it is read; the numbers stay in the file.
 */
public final class GgufFile {
  private static final int LEAST_KEY_BYTES = 8 + 4 + 1;
  private static final int LEAST_TENSOR_BYTES = 8 + 4 + 8 + 4 + 8;
  private static final int MOST_TENSORS = 1 << 18;
  private static final int MOST_NAME_LENGTH = 256;
  private static final int MOST_DIMENSIONS = 4;
  private static final long DEFAULT_ALIGNMENT = 32;

  private final Path file;
  private final int version;
  private final Map<String, Object> metadata;
  private final List<GgufTensor> tensors;

  /** A tensor's entry in the header; its offset counts from the start of the numbers. */
  private record Entry(
      String name, List<Long> dimensions, GgmlType type, long offset, long bytes) {}

  private GgufFile(Path file, int version, Map<String, Object> metadata, List<GgufTensor> tensors) {
    this.file = file;
    this.version = version;
    this.metadata = Collections.unmodifiableMap(metadata);
    this.tensors = List.copyOf(tensors);
  }

  /**
   * Reads a header.
   *
   * @throws InputException if the file is no GGUF file, is damaged or cut short
   */
  public static GgufFile read(Path file) {
    FileMagic.of(file).check(file, FileMagic.GGUF);
    try (GgufInput in = new GgufInput(file)) {
      in.seek(4);
      int version = version(in, file);
      long tensorCount = in.count("tensors", LEAST_TENSOR_BYTES);
      long keyCount = in.count("keys", LEAST_KEY_BYTES);
      Map<String, Object> metadata = new GgufMetadata(in).read(keyCount);
      List<Entry> entries = entries(in, tensorCount);
      long alignment = alignment(in, metadata);
      return new GgufFile(file, version, metadata, placed(in, entries, alignment));
    }
  }

  /** The file it was read from. */
  public Path file() {
    return file;
  }

  /** GGUF version: 2 or 3. */
  public int version() {
    return version;
  }

  /**
   * Values by key, in the file's order: {@link Long} (a uint64 wraps), {@link Double}, {@link
   * Boolean}, {@link String} or {@link GgufArray}.
   */
  public Map<String, Object> metadata() {
    return metadata;
  }

  /** The string of a key, where there is one. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(metadata.get(key))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  /** The first string of a key that has an array of strings, where it has one. */
  public Optional<String> firstText(String key) {
    if (metadata.get(key) instanceof GgufArray array
        && array.elementType().equals("string")
        && array.length() > 0) {
      try (GgufInput in = new GgufInput(file)) {
        in.seek(array.position());
        return Optional.of(in.string());
      }
    }
    return Optional.empty();
  }

  /** Takes an array's texts one after the other. */
  public interface TextVisitor {
    /**
     * Takes one.
     *
     * @param index 0-based
     * @param bytes as they stand in the file, UTF-8 or not
     */
    void visit(int index, byte[] bytes);
  }

  /** Takes an array's numbers one after the other. */
  public interface NumberVisitor {
    /**
     * Takes one.
     *
     * @param index 0-based
     */
    void visit(int index, double value);
  }

  /**
   * Shows all texts of an array of strings.
   *
   * @throws InputException if one has more than a mebibyte
   */
  public void forEachText(GgufArray array, TextVisitor visitor) {
    try (GgufInput in = new GgufInput(file)) {
      in.seek(array.position());
      for (int i = 0; i < array.length(); i++) {
        visitor.visit(i, in.text());
      }
    }
  }

  /** Shows all elements of an array of numbers or truth values (0 and 1). */
  public void forEachNumber(GgufArray array, NumberVisitor visitor) {
    try (GgufInput in = new GgufInput(file)) {
      in.seek(array.position());
      for (int i = 0; i < array.length(); i++) {
        visitor.visit(i, GgufMetadata.number(in, array.elementType()));
      }
    }
  }

  /** The tensors in the file's order. */
  public List<GgufTensor> tensors() {
    return tensors;
  }

  /**
   * The numbers of a tensor of type F32 or F16, in the file's order.
   *
   * @throws InputException if its type is another
   */
  public float[] values(GgufTensor tensor) {
    int width = tensor.type().blockBytes();
    boolean known = tensor.type() == GgmlType.F32 || tensor.type() == GgmlType.F16;
    if (!known || tensor.bytes() > Integer.MAX_VALUE) {
      throw InputException.in(
          file,
          "tensor '%s' is of type %s; only F32 and F16 of less than 2 GiB are read"
              .formatted(InputFile.shown(tensor.name()), tensor.type()));
    }
    try (GgufInput in = new GgufInput(file)) {
      in.seek(tensor.position());
      ByteBuffer bytes =
          ByteBuffer.wrap(in.bytes((int) tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[(int) tensor.bytes() / width];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            tensor.type() == GgmlType.F32 ? bytes.getFloat() : NarrowFloat.ofHalf(bytes.getShort());
      }
      return values;
    }
  }

  private static int version(GgufInput in, Path file) {
    int version = in.int32();
    if (version == 2 || version == 3) {
      return version;
    }
    int swapped = Integer.reverseBytes(version);
    throw InputException.in(
        file,
        swapped == 2 || swapped == 3
            ? "is a big-endian GGUF file; convert it to little-endian"
            : "is of GGUF version %s; convert it to version 3"
                .formatted(Integer.toUnsignedString(version)));
  }

  private static List<Entry> entries(GgufInput in, long count) {
    if (count > MOST_TENSORS) {
      throw in.broken("says that it has " + count + " tensors");
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (long i = 0; i < count; i++) {
      Entry entry = entry(in);
      if (!names.add(entry.name())) {
        throw in.broken("has the tensor '" + InputFile.shown(entry.name()) + "' twice, the second");
      }
      entries.add(entry);
    }
    return entries;
  }

  private static Entry entry(GgufInput in) {
    String name = in.string();
    if (name.length() > MOST_NAME_LENGTH) {
      throw in.broken("has a tensor with a name of " + name.length() + " characters");
    }
    int n = in.int32();
    if (n < 1 || n > MOST_DIMENSIONS) {
      throw in.broken("has a tensor of " + Integer.toUnsignedString(n) + " dimensions");
    }
    List<Long> dimensions = new ArrayList<>();
    for (int d = 0; d < n; d++) {
      dimensions.add(in.int64());
    }
    int id = in.int32();
    GgmlType type =
        GgmlType.ofId(id)
            .orElseThrow(
                () ->
                    in.broken("has a tensor of the unknown type " + Integer.toUnsignedString(id)));
    return new Entry(name, dimensions, type, in.int64(), bytes(in, dimensions, type));
  }

  private static long bytes(GgufInput in, List<Long> dimensions, GgmlType type) {
    long elements = 1;
    for (long d : dimensions) {
      // a block has at least two bits an element, so no more elements than four a byte fit
      if (d < 1 || d > in.size() * 8 / elements) {
        throw in.broken("has a tensor with a dimension of " + Long.toUnsignedString(d));
      }
      elements *= d;
    }
    if (dimensions.get(0) % type.blockSize() != 0) {
      throw in.broken("has a tensor with rows that are no whole blocks");
    }
    return elements / type.blockSize() * type.blockBytes();
  }

  private static long alignment(GgufInput in, Map<String, Object> metadata) {
    Object value = metadata.getOrDefault("general.alignment", DEFAULT_ALIGNMENT);
    if (value instanceof Long alignment
        && alignment > 0
        && alignment <= 1 << 20
        && Long.bitCount(alignment) == 1) {
      return alignment;
    }
    throw in.broken("has a general.alignment that is no power of two");
  }

  private static List<GgufTensor> placed(GgufInput in, List<Entry> entries, long alignment) {
    long start = (in.position() + alignment - 1) / alignment * alignment;
    List<GgufTensor> tensors = new ArrayList<>();
    for (Entry e : entries) {
      boolean fits = e.offset() >= 0 && e.offset() <= in.size() - start - e.bytes();
      if (!fits || e.offset() % alignment != 0) {
        throw in.broken(
            "places the tensor '%s' %s, by its header that ends"
                .formatted(
                    InputFile.shown(e.name()), fits ? "off its alignment" : "outside the file"));
      }
      tensors.add(
          new GgufTensor(e.name(), e.dimensions(), e.type(), start + e.offset(), e.bytes()));
    }
    checkApart(in, tensors);
    return tensors;
  }

  private static void checkApart(GgufInput in, List<GgufTensor> tensors) {
    List<GgufTensor> sorted = new ArrayList<>(tensors);
    sorted.sort(Comparator.comparingLong(GgufTensor::position));
    for (int i = 1; i < sorted.size(); i++) {
      GgufTensor before = sorted.get(i - 1);
      if (before.position() + before.bytes() > sorted.get(i).position()) {
        throw in.broken(
            "places the tensors '%s' and '%s' over each other, by its header that ends"
                .formatted(InputFile.shown(before.name()), InputFile.shown(sorted.get(i).name())));
      }
    }
  }
}
