package dev.steerage.vector;

import dev.steerage.InputException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's format of one array, versions 1 to 3 (numpy.lib.format): a Python dict as text, then the
 * numbers. Arrays of Python objects, which are pickles, are refused.
 */
final class NpyFile {
  private static final String MAGIC = "\u0093NUMPY";
  private static final int MOST_HEADER_BYTES = 1 << 16;
  private static final int ALIGNMENT = 64;
  private static final Pattern TYPE = Pattern.compile("'descr' *: *'([<>=|]?)([A-Za-z]\\d*)'");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern ORDER = Pattern.compile("'fortran_order' *: *(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("'shape' *: *\\( *((?:\\d{1,9}L? *,? *){0,8})\\)");

  private final Path file;
  private final String what;

  /**
   * @param what names the array in a sentence, such as "the array"
   */
  private NpyFile(Path file, String what) {
    this.file = file;
    this.what = what;
  }

  /**
   * The array in a file's or an archive entry's bytes, rounded to float32, row-major.
   *
   * @param what names it in a sentence, such as "the array"
   * @throws InputException if it is damaged or holds no numbers
   */
  static Tensor read(Path file, String what, byte[] bytes, NumberBudget budget) {
    return new NpyFile(file, what).read(ByteBuffer.wrap(bytes), budget);
  }

  private Tensor read(ByteBuffer bytes, NumberBudget budget) {
    String header = header(bytes);
    Matcher type = match(TYPE, header, "type");
    NumberType numbers = type(type.group(2));
    boolean columns = match(ORDER, header, "fortran_order").group(1).equals("True");
    List<Integer> shape = shape(match(SHAPE, header, "shape").group(1));
    long size = 1;
    for (int length : shape) {
      size = Math.min(size * length, Integer.MAX_VALUE);
    }
    if (size * numbers.width() != bytes.remaining()) {
      throw damaged("has " + bytes.remaining() + " bytes of numbers, but its shape is " + shape);
    }
    budget.take(size);
    ByteBuffer in =
        bytes
            .slice()
            .order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.read(in, columns ? columnMajor(i, shape) : i);
    }
    return new Tensor(shape, values);
  }

  private String header(ByteBuffer bytes) {
    try {
      byte[] magic = new byte[MAGIC.length()];
      bytes.get(magic).order(ByteOrder.LITTLE_ENDIAN);
      int version = bytes.getShort() & 0xff;
      if (!new String(magic, StandardCharsets.ISO_8859_1).equals(MAGIC) || version > 3) {
        throw damaged("does not begin as NumPy's arrays do");
      }
      int length = version == 1 ? bytes.getShort() & 0xffff : bytes.getInt();
      if (length < 0 || length > Math.min(MOST_HEADER_BYTES, bytes.remaining())) {
        throw damaged("has a header of " + Integer.toUnsignedString(length) + " bytes");
      }
      byte[] text = new byte[length];
      bytes.get(text);
      return new String(text, StandardCharsets.UTF_8);
    } catch (BufferUnderflowException e) {
      throw damaged("ends in its header");
    }
  }

  private NumberType type(String code) {
    Optional<NumberType> type = NumberType.ofNumpy(code);
    if (type.isEmpty()) {
      throw InputException.in(
          file,
          "%s is of NumPy's type '%s'; save it as float32, float16 or float64"
              .formatted(what, code));
    }
    return type.get();
  }

  private static List<Integer> shape(String numbers) {
    return NUMBER.matcher(numbers).results().map(n -> Integer.valueOf(n.group())).toList();
  }

  /** Where a row-major element lies among columns. */
  private static int columnMajor(int index, List<Integer> shape) {
    int rest = index;
    int position = 0;
    int stride = shape.stream().reduce(1, (a, b) -> a * b);
    for (int d = shape.size() - 1; d >= 0; d--) {
      int length = shape.get(d);
      stride /= length;
      position += rest % length * stride;
      rest /= length;
    }
    return position;
  }

  private Matcher match(Pattern pattern, String header, String key) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw damaged("has no " + key + " of a plain array in its header");
    }
    return matcher;
  }

  private InputException damaged(String how) {
    return InputException.in(file, what + " " + how + "; save it again with numpy.save");
  }

  /**
   * A float32 array of version 1, little-endian and row-major.
   *
   * @param rows all of one length
   * @param shape as Python writes it: "(8,)" or "(3, 8)"
   */
  static byte[] bytes(List<float[]> rows, String shape) {
    String dict = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
    int start = MAGIC.length() + 2 + 2;
    int header = (start + dict.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    int numbers = rows.stream().mapToInt(row -> row.length).sum();
    ByteBuffer out =
        ByteBuffer.allocate(header + Float.BYTES * numbers).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC.getBytes(StandardCharsets.ISO_8859_1)).put((byte) 1).put((byte) 0);
    out.putShort((short) (header - start));
    out.put(
        (dict + " ".repeat(header - start - dict.length() - 1) + "\n")
            .getBytes(StandardCharsets.US_ASCII));
    for (float[] row : rows) {
      for (float value : row) {
        out.putFloat(value);
      }
    }
    return out.array();
  }
}
