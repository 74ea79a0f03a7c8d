package dev.steerage.vector;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Number types of PyTorch's storages that are read as float32. */
enum TorchType {
  FLOAT("torch FloatStorage", 4) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return bytes.getFloat(index * 4);
    }
  },
  DOUBLE("torch DoubleStorage", 8) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return (float) bytes.getDouble(index * 8);
    }
  },
  HALF("torch HalfStorage", 2) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return NarrowFloat.ofHalf(bytes.getShort(index * 2));
    }
  },
  BFLOAT16("torch BFloat16Storage", 2) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return NarrowFloat.ofBfloat16(bytes.getShort(index * 2));
    }
  },
  LONG("torch LongStorage", 8) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return bytes.getLong(index * 8);
    }
  },
  INT("torch IntStorage", 4) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return bytes.getInt(index * 4);
    }
  };

  private final String global;
  private final int width;

  TorchType(String global, int width) {
    this.global = global;
    this.width = width;
  }

  /** The number at a 0-based index, rounded to float32. */
  abstract float read(ByteBuffer bytes, int index);

  /** Bytes of one number. */
  int width() {
    return width;
  }

  /** The type of a storage class, by module and name. */
  static Optional<TorchType> ofGlobal(String global) {
    return Arrays.stream(values()).filter(t -> t.global.equals(global)).findFirst();
  }
}
