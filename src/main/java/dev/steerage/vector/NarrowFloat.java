package dev.steerage.vector;

/** 16-bit floating point numbers, widened exactly. */
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

  /** bfloat16: the upper half of a binary32. */
  static float ofBfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
