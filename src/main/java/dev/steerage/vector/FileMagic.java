package dev.steerage.vector;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file is, by its first bytes. */
public enum FileMagic {
  /** A zip archive: PyTorch since 1.6. */
  ZIP,
  GGUF,
  /** A bare pickle: PyTorch before 1.6. */
  PICKLE,
  OTHER;

  private static final int PICKLE_PROTOCOL_OPCODE = 0x80;

  /**
   * Looks at the first four bytes.
   *
   * @throws InputException if the file cannot be read
   */
  public static FileMagic of(Path file) {
    byte[] first;
    try (InputStream in = Files.newInputStream(new InputFile(file).path())) {
      first = in.readNBytes(4);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
    return switch (new String(first, StandardCharsets.ISO_8859_1)) {
      case "PK\003\004" -> ZIP;
      case "GGUF" -> GGUF;
      default -> first.length > 1 && (first[0] & 0xff) == PICKLE_PROTOCOL_OPCODE ? PICKLE : OTHER;
    };
  }

  /**
   * Refuses a file of another kind than the expected one.
   *
   * @throws InputException that says what it is instead
   */
  void check(Path file, FileMagic expected) {
    if (this != expected) {
      throw refusal(file);
    }
  }

  /** Why a file of this kind is none that is read. */
  public InputException refusal(Path file) {
    return InputException.in(
        file,
        switch (this) {
          case PICKLE ->
              "is a PyTorch file of before 1.6; load it and save it with torch.save of 1.6 or later";
          case GGUF -> "is a GGUF file and no PyTorch file; name a .pt file";
          case ZIP -> "is a zip archive and no GGUF file; name a .gguf file";
          case OTHER ->
              "is neither a PyTorch file (.pt) nor a GGUF file (.gguf), or it is cut short; check the path";
        });
  }
}
