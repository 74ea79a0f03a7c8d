package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which batch size is taken, on given speeds. */
class BatchSizeTest {
  private static Map<Integer, Double> search(Map<Integer, Double> speeds, int most) {
    return BatchSize.search(
        size -> {
          Double speed = speeds.get(size);
          return speed == null ? OptionalDouble.empty() : OptionalDouble.of(speed);
        },
        most);
  }

  private static final Map<Integer, Double> CPU =
      Map.of(64, 500.0, 128, 600.0, 256, 610.0, 512, 590.0, 1024, 500.0, 2048, 900.0);

  @Test
  void sizesGrowUntilOneIsClearlySlower() {
    assertThat(search(CPU, 4096)).containsOnlyKeys(64, 128, 256, 512, 1024);
    assertThat(BatchSize.chosen(search(CPU, 4096))).isEqualTo(128);
  }

  @Test
  void noSizeIsLargerThanTheTexts() {
    assertThat(search(CPU, 300)).containsOnlyKeys(64, 128, 256);
    assertThat(search(CPU, 10)).containsOnlyKeys(64);
  }

  @Test
  void sizesWithoutRoomAreNotTaken() {
    Map<Integer, Double> gpu = Map.of(64, 1000.0, 128, 1900.0, 256, 3500.0);

    assertThat(BatchSize.chosen(search(gpu, 4096))).isEqualTo(256);
    assertThat(search(Map.of(), 4096)).isEmpty();
    assertThat(BatchSize.chosen(Map.of())).isEqualTo(64);
  }

  @Test
  void theSmallestOfEquallyFastOnesIsTaken() {
    assertThat(BatchSize.chosen(new TreeMap<>(Map.of(64, 97.9, 128, 98.1, 256, 100.0))))
        .isEqualTo(128);
  }

  @Test
  void measuringGoesFromTheSmallestOn() {
    List<Integer> measured = new ArrayList<>();

    BatchSize.search(
        size -> {
          measured.add(size);
          return OptionalDouble.of(size);
        },
        8192);

    assertThat(measured).containsExactly(64, 128, 256, 512, 1024, 2048, 4096);
  }
}
