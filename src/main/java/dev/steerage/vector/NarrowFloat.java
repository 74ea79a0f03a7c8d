package dev.steerage.vector;

/** 16-bit floating point numbers. */
final class NarrowFloat {
  private static final int EXPONENT_DIFFERENCE = 127 - 15;

  private NarrowFloat() {}

  /** IEEE 754 binary16. */
  static float ofHalf(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int mantissa = bits & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = mantissa * 0x1p-24f;
    } else if (exponent == 0x1f) {
      magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Float.intBitsToFloat(((exponent + EXPONENT_DIFFERENCE) << 23) | (mantissa << 13));
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The nearest binary16, to even where two are as near. */
  static short toHalf(float value) {
    int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520) { // half a step above the greatest
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x1p-14f) { // subnormal: steps of 2^-24, the last of which is 2^-14
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    int bits = Float.floatToRawIntBits(magnitude);
    int rounded = bits + 0xfff + ((bits >>> 13) & 1);
    return (short) (sign | ((rounded >>> 13) - (EXPONENT_DIFFERENCE << 10)));
  }

  /** bfloat16: the upper half of a binary32. */
  static float ofBfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
