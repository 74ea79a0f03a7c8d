package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads little-endian numbers and strings from a file, through a window that moves on. Nothing is
 * allocated for a length before that many bytes are known to follow.
 */
final class GgufInput implements AutoCloseable {
  private static final int WINDOW_BYTES = 1 << 16;

  /** Keeps a hostile header from filling memory; chat templates have some kilobytes. */
  private static final int MOST_STRING_BYTES = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final ByteBuffer window =
      ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long windowStart;

  GgufInput(Path file) {
    this.file = file;
    this.size = new InputFile(file).size();
    try {
      this.channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  /** Bytes from the start of the file to the next one read. */
  long position() {
    return windowStart + window.position();
  }

  /** Bytes of the file. */
  long size() {
    return size;
  }

  int int8() {
    return need(1).get();
  }

  int int16() {
    return need(2).getShort();
  }

  int int32() {
    return need(4).getInt();
  }

  long int64() {
    return need(8).getLong();
  }

  float float32() {
    return need(4).getFloat();
  }

  double float64() {
    return need(8).getDouble();
  }

  /**
   * A count or length that at least so many bytes an item must follow.
   *
   * @param what the items, for the sentence
   */
  long count(String what, int leastBytesEach) {
    long count = int64();
    if (count < 0 || count > (size - position()) / leastBytesEach) {
      throw broken("says that " + Long.toUnsignedString(count) + " " + what + " follow");
    }
    return count;
  }

  /** A string with its length before it; bytes that are no UTF-8 become U+FFFD. */
  String string() {
    return new String(text(), StandardCharsets.UTF_8);
  }

  /** The bytes of a string with its length before it. */
  byte[] text() {
    long length = count("bytes of text", 1);
    if (length > MOST_STRING_BYTES) {
      throw broken("has a text of " + length + " bytes");
    }
    return bytes((int) length);
  }

  void skipString() {
    skip(count("bytes of text", 1));
  }

  /** Moves on by bytes that are known to follow. */
  void skip(long bytes) {
    if (bytes <= window.remaining()) {
      window.position(window.position() + (int) bytes);
    } else {
      seek(position() + bytes);
    }
  }

  /** Continues at a byte of the file. */
  void seek(long position) {
    windowStart = position;
    window.position(0).limit(0);
  }

  /** Bytes that are known to follow. */
  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, WINDOW_BYTES);
      need(part).get(bytes, done, part);
      done += part;
    }
    return bytes;
  }

  /** The sentence for a file that breaks GGUF's rules here. */
  InputException broken(String what) {
    return InputException.in(
        file,
        what
            + " at byte "
            + position()
            + "; the file is cut off or damaged, so fetch or write it again");
  }

  private ByteBuffer need(int bytes) {
    if (window.remaining() < bytes) {
      fill();
      if (window.remaining() < bytes) {
        throw broken("ends");
      }
    }
    return window;
  }

  private void fill() {
    windowStart = position();
    window.compact();
    try {
      int n = 0;
      while (n >= 0 && window.hasRemaining()) {
        n = channel.read(window, windowStart + window.position());
      }
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
    window.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }
}
