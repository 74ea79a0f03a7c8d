package dev.steerage.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NarrowFloatTest {
  @Test
  void everyHalfComesBackFromItsFloat() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      float value = NarrowFloat.ofHalf((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(NarrowFloat.toHalf(value)).isEqualTo((short) bits);
      }
    }
    assertThat(NarrowFloat.ofHalf(NarrowFloat.toHalf(Float.NaN))).isNaN();
  }

  @Test
  void whatLiesBetweenGoesToTheNearestAndTiesToEven() {
    for (int bits = 0; bits < 0x7bff; bits++) { // up to the greatest
      float below = NarrowFloat.ofHalf((short) bits);
      float above = NarrowFloat.ofHalf((short) (bits + 1));
      float tie = (below + above) / 2;
      assertThat(NarrowFloat.toHalf(tie)).isEqualTo((short) (bits + (bits & 1)));
      assertThat(NarrowFloat.toHalf(Math.nextDown(tie))).isEqualTo((short) bits);
      assertThat(NarrowFloat.toHalf(-Math.nextUp(tie))).isEqualTo((short) (bits + 1 | 0x8000));
    }
    assertThat(NarrowFloat.toHalf(65519.996f)).isEqualTo((short) 0x7bff);
    assertThat(NarrowFloat.toHalf(65520)).isEqualTo((short) 0x7c00);
  }
}
