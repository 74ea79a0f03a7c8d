package dev.steerage.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedPairsTest {
  @Test
  void pairsComeBackAsTheyWereInAnyOrder() {
    List<ContrastPair> pairs = new ArrayList<>();
    PackedPairs.Builder packed = new PackedPairs.Builder();
    for (int i = 0; i < 600; i++) {
      ContrastPair.FileText fileText =
          i % 5 == 0 ? new ContrastPair.FileText("[INST]é" + i, "", "\uD83D\uDE00") : null;
      String system = i % 3 == 0 ? null : "s".repeat(i % 3 - 1);
      pairs.add(new ContrastPair("id-" + i, system, "p\n" + i, "ja 好", "\u0000", fileText));
      packed.add(pairs.get(i));
    }
    List<ContrastPair> back = packed.build();
    assertThat(back).isEqualTo(pairs);
    for (int i : new int[] {599, 0, 256, 255, 511, 512}) {
      assertThat(back.get(i)).isEqualTo(pairs.get(i));
    }
    assertThat(back.subList(250, 260)).isEqualTo(pairs.subList(250, 260));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> back.get(600));
  }
}
