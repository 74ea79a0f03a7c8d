package dev.steerage.runlog;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Shift} as two columns of a CSV file, both empty where there is none.
 *
 * @param kl name of the column with the divergence
 * @param sameTop name of that with 1 or 0
 */
record ShiftColumns(String kl, String sameTop) {
  /** From the baseline. */
  static final ShiftColumns BASELINE = new ShiftColumns("kl", "same_top");

  /** From the reference model. */
  static final ShiftColumns REFERENCE = new ShiftColumns("kl_reference", "same_top_reference");

  private static final String SAME = "1";

  static @Nullable Double kl(@Nullable Shift shift) {
    return shift == null ? null : shift.kl();
  }

  static @Nullable String sameTop(@Nullable Shift shift) {
    return shift == null ? null : shift.sameTop() ? SAME : "0";
  }

  @Nullable Shift read(CsvRows.Row row) {
    return row.find(kl).isEmpty()
        ? null
        : new Shift(row.number(kl), row.text(sameTop).equals(SAME));
  }
}
