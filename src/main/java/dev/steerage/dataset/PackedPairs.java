package dev.steerage.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Pairs in little more memory than their texts' bytes: each is made of them whenever it is asked
 * for. As objects they would need several times as much.
 */
final class PackedPairs extends AbstractList<ContrastPair> implements RandomAccess {
  /** Pairs in one array. */
  private static final int BLOCK = 256;

  /** In place of the length of a text that is null. */
  private static final int NONE = -1;

  private final byte[][] blocks;
  private final int[] starts;

  /**
   * @param blocks texts in UTF-8, each after its length, those of {@value #BLOCK} pairs in each
   * @param starts of the pairs, each in its block, [pair]
   */
  private PackedPairs(byte[][] blocks, int[] starts) {
    this.blocks = blocks;
    this.starts = starts;
  }

  @Override
  public int size() {
    return starts.length;
  }

  @Override
  public ContrastPair get(int index) {
    ByteBuffer bytes = ByteBuffer.wrap(blocks[index / BLOCK]).position(starts[index]);
    String id = required(bytes);
    String system = text(bytes);
    String prompt = required(bytes);
    String positive = required(bytes);
    String negative = required(bytes);
    String head = text(bytes);
    ContrastPair.FileText fileText =
        head == null ? null : new ContrastPair.FileText(head, required(bytes), required(bytes));
    return new ContrastPair(id, system, prompt, positive, negative, fileText);
  }

  private static String required(ByteBuffer bytes) {
    String text = text(bytes);
    if (text == null) {
      throw new IllegalStateException("a pair lacks a text");
    }
    return text;
  }

  private static @Nullable String text(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length == NONE) {
      return null;
    }
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Packs pairs whose texts are whole characters, one after the other. */
  static final class Builder {
    private final List<byte[]> blocks = new ArrayList<>();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private int[] starts = new int[BLOCK];
    private int size;

    void add(ContrastPair pair) {
      if (size == starts.length) {
        starts = Arrays.copyOf(starts, 2 * size);
      }
      starts[size++] = block.size();
      write(pair.id());
      write(pair.system());
      write(pair.prompt());
      write(pair.positive());
      write(pair.negative());
      ContrastPair.FileText fileText = pair.fileText();
      write(fileText == null ? null : fileText.head());
      if (fileText != null) {
        write(fileText.positiveTail());
        write(fileText.negativeTail());
      }
      if (size % BLOCK == 0) {
        endBlock();
      }
    }

    private void write(@Nullable String text) {
      if (text == null) {
        block.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(NONE).array());
      } else {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        block.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        block.writeBytes(bytes);
      }
    }

    private void endBlock() {
      blocks.add(block.toByteArray());
      block.reset();
    }

    /** The pairs; nothing is added any more. */
    List<ContrastPair> build() {
      if (size % BLOCK != 0) {
        endBlock();
      }
      return new PackedPairs(blocks.toArray(byte[][]::new), Arrays.copyOf(starts, size));
    }
  }
}
