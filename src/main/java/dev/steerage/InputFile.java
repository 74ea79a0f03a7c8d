package dev.steerage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that the user named. What cannot be read is an {@link InputException} that says why.
 *
 * @param path as the user wrote it
 */
public record InputFile(Path path) {
  private static final int MOST_SHOWN = 60;
  private static final int BLOCK = 1 << 16;

  /**
   * Control characters, halves of surrogate pairs, line separators, marks of bidirectional text.
   */
  private static final String UNPRINTABLE =
      "[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]";

  /**
   * @throws InputException if the path is no regular, readable file
   */
  public InputFile {
    if (!Files.exists(path)) {
      throw InputException.in(path, "no such file; check the path");
    }
    if (!Files.isRegularFile(path)) {
      throw InputException.in(path, "is no regular file; name a file");
    }
    if (!Files.isReadable(path)) {
      throw InputException.in(path, "may not be read; check its permissions");
    }
  }

  /** The file's name without its ending ("corrigible" for {@code data/corrigible.jsonl}). */
  public String name() {
    return name(path);
  }

  /** The name of a path without its ending, whether or not a file is there. */
  public static String name(Path path) {
    String fileName = String.valueOf(path.getFileName());
    int dot = fileName.lastIndexOf('.');
    return dot > 0 ? fileName.substring(0, dot) : fileName;
  }

  /**
   * All bytes.
   *
   * @param most how many bytes are accepted
   * @throws InputException if there are more, or they cannot be read
   */
  public byte[] bytes(int most) {
    checkSize(most);
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * SHA-256 of the bytes of a text, lower-case hex, computed without holding them in memory.
   *
   * @throws InputException naming the first byte that is no UTF-8
   */
  public String sha256OfUtf8() {
    MessageDigest digest = newDigest();
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
    CharBuffer chars = CharBuffer.allocate(BLOCK);
    long before = 0;
    try (InputStream in = Files.newInputStream(path)) {
      int read;
      do {
        read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (read > 0) {
          digest.update(bytes.array(), bytes.position(), read);
          bytes.position(bytes.position() + read);
        }
        bytes.flip();
        if (decoder.decode(bytes, chars.clear(), read < 0).isError()) {
          throw noUtf8(before + bytes.position());
        }
        before += bytes.position();
        bytes.compact();
      } while (read >= 0);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private InputException noUtf8(long place) {
    return InputException.in(path, "byte " + place + " is no valid UTF-8; save the file as UTF-8");
  }

  /** SHA-256 of the file's bytes, lower-case hex, computed without holding them in memory. */
  public String sha256() {
    MessageDigest digest = newDigest();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] block = new byte[1 << 20];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of bytes read before, lower-case hex. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(newDigest().digest(bytes));
  }

  /**
   * Bytes of this file as text, without a byte order mark.
   *
   * @throws InputException naming the first byte that is no UTF-8
   */
  public String utf8(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw noUtf8(in.position());
    }
    String text = out.flip().toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * Refuses a file that is too large for its kind.
   *
   * @param most how many bytes are accepted
   * @throws InputException if it has more
   */
  public void checkSize(long most) {
    if (size() > most) {
      throw InputException.in(
          path,
          "has " + size() + " bytes; such a file has at most " + most + ", so check the path");
    }
  }

  /** Bytes of the file. */
  public long size() {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Text from a file as a message may show it: on one line, printable, at most 60 characters. */
  public static String shown(String text) {
    String start = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    return printable(start);
  }

  /**
   * Text from a file on one line: what could move a terminal's cursor, change its colors or turn
   * the direction of writing is replaced by "?".
   */
  public static String printable(String text) {
    return text.replaceAll(UNPRINTABLE, "?");
  }

  /** The sentence for a file that failed while it was read. */
  public static InputException unreadable(Path path, IOException cause) {
    String why = cause instanceof NoSuchFileException ? "no such file" : cause.getMessage();
    return InputException.in(path, "cannot be read (" + why + "); check the file", cause);
  }

  /** A SHA-256 that nothing was added to. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
