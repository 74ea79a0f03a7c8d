package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** NumPy's archive of arrays by name, as {@code numpy.savez} and {@code savez_compressed} write. */
final class NpzFile {
  private static final String ENDING = ".npy";
  private static final int MOST_BYTES = 64 << 20;

  private NpzFile() {}

  /** Whether an archive is NumPy's, by its names. */
  static boolean isNumpy(ZipArchive zip) {
    return !zip.names().isEmpty() && zip.names().stream().allMatch(n -> n.endsWith(ENDING));
  }

  /**
   * The arrays by their names; those that {@code savez} numbers itself, arr_0, arr_1, …, as a list.
   *
   * @throws InputException if an array is damaged or holds no numbers
   */
  static TensorTree read(Path file, ZipArchive zip) {
    NumberBudget budget = new NumberBudget(file);
    Map<String, TensorTree> arrays = new LinkedHashMap<>();
    for (String entry : zip.names()) {
      String name = entry.substring(0, entry.length() - ENDING.length());
      String what = "array '" + InputFile.shown(name) + "'";
      byte[] bytes = zip.entry(entry, MOST_BYTES);
      arrays.put(name, new TensorTree.Leaf(NpyFile.read(file, what, bytes, budget)));
    }
    List<TensorTree> numbered =
        IntStream.range(0, arrays.size())
            .mapToObj(i -> arrays.get("arr_" + i))
            .filter(array -> array != null)
            .toList();
    return numbered.size() == arrays.size()
        ? new TensorTree.Items(new ArrayList<>(numbered))
        : new TensorTree.Entries(arrays);
  }
}
