package dev.steerage.llama.check;

import dev.steerage.InputException;
import java.nio.file.Path;
import java.util.Locale;

/** What is wrong with a model's file, as a sentence. */
record Fault(Path file) {
  /** What is wrong, with the file before it and the mend behind. */
  InputException of(String what) {
    return InputException.in(
        file,
        what
            + "; the file is damaged or was converted wrongly, so download it or convert its"
            + " weights again");
  }

  /**
   * Refuses the file where something does not hold.
   *
   * @param what is wrong then, as for {@link String#format}
   */
  void unless(boolean holds, String what, Object... values) {
    if (!holds) {
      throw of(String.format(Locale.ROOT, what, values));
    }
  }
}
