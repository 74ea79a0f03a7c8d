package dev.steerage.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;

/** Writes contrast pairs as {@link BehaviorReader} reads them. */
public final class BehaviorWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BehaviorWriter() {}

  /** Writes our layout as JSON lines, one pair a line. */
  public static void writeLines(List<ContrastPair> pairs, Writer out) throws IOException {
    for (ContrastPair pair : pairs) {
      ObjectNode line = JSON.createObjectNode().put("id", pair.id());
      if (pair.system() != null) {
        line.put("system", pair.system());
      }
      line.put("prompt", pair.prompt())
          .put("positive", pair.positive())
          .put("negative", pair.negative());
      out.write(JSON.writeValueAsString(line) + "\n");
    }
  }

  /**
   * Writes the paper's layout, a JSON list: the positives, then the negatives. It has no ids.
   *
   * @param pairs that {@link #fitsPaper}
   */
  public static void writePaper(List<ContrastPair> pairs, Writer out) throws IOException {
    String separator = "[\n";
    for (Pole pole : Pole.values()) {
      for (ContrastPair pair : pairs) {
        ObjectNode entry = JSON.createObjectNode().put(PaperLayout.KEY, paper(pair, pole));
        out.write(separator + JSON.writeValueAsString(entry));
        separator = ",\n";
      }
    }
    out.write(pairs.isEmpty() ? "[]\n" : "\n]\n");
  }

  /**
   * Whether the paper's layout gives the texts of a pair without a system prompt back: not where a
   * continuation holds {@code [/INST]}, or the prompt begins as a system prompt does.
   */
  public static boolean fitsPaper(ContrastPair pair) {
    return ChatText.isWhole(pair.prompt(), pair.positive())
        && ChatText.isWhole(pair.prompt(), pair.negative());
  }

  private static String paper(ContrastPair pair, Pole pole) {
    return ChatText.llama2(
        Optional.ofNullable(pair.system()), pair.prompt(), pair.continuation(pole));
  }
}
