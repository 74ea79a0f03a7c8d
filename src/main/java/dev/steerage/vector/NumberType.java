package dev.steerage.vector;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Number types of files that are read as float32, with their names in each format. */
enum NumberType {
  FLOAT(4, "torch FloatStorage", "F32", "f4") {
    @Override
    float read(ByteBuffer bytes, int index) {
      return bytes.getFloat(index * 4);
    }
  },
  DOUBLE(8, "torch DoubleStorage", "F64", "f8") {
    @Override
    float read(ByteBuffer bytes, int index) {
      return (float) bytes.getDouble(index * 8);
    }
  },
  HALF(2, "torch HalfStorage", "F16", "f2") {
    @Override
    float read(ByteBuffer bytes, int index) {
      return NarrowFloat.ofHalf(bytes.getShort(index * 2));
    }
  },
  /** NumPy has no such type. */
  BFLOAT16(2, "torch BFloat16Storage", "BF16", "") {
    @Override
    float read(ByteBuffer bytes, int index) {
      return NarrowFloat.ofBfloat16(bytes.getShort(index * 2));
    }
  },
  LONG(8, "torch LongStorage", "I64", "i8") {
    @Override
    float read(ByteBuffer bytes, int index) {
      return bytes.getLong(index * 8);
    }
  },
  INT(4, "torch IntStorage", "I32", "i4") {
    @Override
    float read(ByteBuffer bytes, int index) {
      return bytes.getInt(index * 4);
    }
  };

  private final int width;
  private final String torch;
  private final String safetensors;
  private final String numpy;

  NumberType(int width, String torch, String safetensors, String numpy) {
    this.width = width;
    this.torch = torch;
    this.safetensors = safetensors;
    this.numpy = numpy;
  }

  /** The number at a 0-based index, rounded to float32. */
  abstract float read(ByteBuffer bytes, int index);

  /** Bytes of one number. */
  int width() {
    return width;
  }

  /** The type of PyTorch's storage class, by module and name. */
  static Optional<NumberType> ofTorch(String global) {
    return Arrays.stream(values()).filter(t -> t.torch.equals(global)).findFirst();
  }

  /** The type with a name in the header of safetensors. */
  static Optional<NumberType> ofSafetensors(String dtype) {
    return Arrays.stream(values()).filter(t -> t.safetensors.equals(dtype)).findFirst();
  }

  /** The type with NumPy's letter and width, such as "f4". */
  static Optional<NumberType> ofNumpy(String code) {
    return code.isEmpty()
        ? Optional.empty()
        : Arrays.stream(values()).filter(t -> t.numpy.equals(code)).findFirst();
  }
}
