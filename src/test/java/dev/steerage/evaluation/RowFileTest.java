package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steerage.llama.FloatRows;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {
  private static final int VOCABULARY = 5;

  @TempDir Path folder;

  @Test
  void rowsComeBackBitForBitFromWhereverTheyStand() {
    Path file = folder.resolve("rows").resolve("baseline.f32");
    try (FloatRows rows = rows(1.5f, Float.MIN_VALUE, -0f);
        RowFile out = RowFile.create(file)) {
      out.write(new long[] {2, 0, 1}, rows);
      assertThat(file).doesNotExist();
      out.complete();
    }
    assertThat(file).hasSize(3L * VOCABULARY * Float.BYTES);
    try (FloatRows rows = new FloatRows(VOCABULARY);
        RowFile in = RowFile.open(file)) {
      in.read(new long[] {0, 2}, rows);
      assertThat(first(rows, 0)).isEqualTo(Float.MIN_VALUE);
      assertThat(first(rows, 1)).isEqualTo(1.5f);
    }
  }

  @Test
  void aFileThatIsNotCompleteLeavesNothing() throws Exception {
    Path file = folder.resolve("baseline.f32");
    try (FloatRows rows = rows(1);
        RowFile out = RowFile.create(file)) {
      out.write(new long[] {0}, rows);
    }
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aTruncatedFileIsAnException() throws Exception {
    Path file = Files.write(folder.resolve("cut.f32"), new byte[VOCABULARY * Float.BYTES + 3]);
    try (FloatRows rows = new FloatRows(VOCABULARY);
        RowFile in = RowFile.open(file)) {
      assertThatThrownBy(() -> in.read(new long[] {1}, rows))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cut.f32")
          .hasMessageContaining("ends before row 1");
    }
  }

  private static FloatRows rows(float... firsts) {
    FloatRows rows = new FloatRows(VOCABULARY);
    rows.reserve(firsts.length);
    for (int i = 0; i < firsts.length; i++) {
      FloatBuffer row = rows.row(i).asFloatBuffer();
      for (int token = 0; token < VOCABULARY; token++) {
        row.put(token, firsts[i] + token);
      }
    }
    return rows;
  }

  private static float first(FloatRows rows, int row) {
    return rows.row(row).asFloatBuffer().get(0);
  }
}
