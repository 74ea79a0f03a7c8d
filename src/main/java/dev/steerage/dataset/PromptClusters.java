package dev.steerage.dataset;

import dev.steerage.InputFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which pairs of a behavior have the same prompt and system prompt, so that their numbers are not
 * independent.
 */
public final class PromptClusters {
  private final List<ContrastPair> pairs;
  private final int[] first;

  private PromptClusters(List<ContrastPair> pairs, int[] first) {
    this.pairs = pairs;
    this.first = first;
  }

  /** What stands for a prompt, so that not all prompts are in memory: half of its SHA-256. */
  private record Digest(long high, long low) {
    static Digest of(ContrastPair pair, MessageDigest sha256) {
      String system = pair.system();
      byte[] before = (system == null ? "" : system).getBytes(StandardCharsets.UTF_8);
      int length = system == null ? -1 : before.length;
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
      sha256.update(before);
      ByteBuffer digest =
          ByteBuffer.wrap(sha256.digest(pair.prompt().getBytes(StandardCharsets.UTF_8)));
      return new Digest(digest.getLong(), digest.getLong());
    }
  }

  /** Those of a behavior. */
  public static PromptClusters of(Behavior behavior) {
    List<ContrastPair> pairs = behavior.pairs();
    MessageDigest sha256 = InputFile.newDigest();
    Map<Digest, Integer> seen = new HashMap<>();
    int[] first = new int[pairs.size()];
    for (int i = 0; i < first.length; i++) {
      Integer other = seen.putIfAbsent(Digest.of(pairs.get(i), sha256), i);
      first[i] = other == null ? i : other;
    }
    return new PromptClusters(pairs, first);
  }

  /**
   * Id of the first pair with the same prompts by id of the pair, in the order of the pairs.
   *
   * @param from the first pair, 0-based
   * @param to the last, exclusive
   */
  public Map<String, String> of(int from, int to) {
    Map<String, String> clusters = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      clusters.put(pairs.get(i).id(), pairs.get(first[i]).id());
    }
    return clusters;
  }
}
