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
  /** A zip archive: PyTorch since 1.6, or NumPy's npz. */
  ZIP,
  GGUF,
  /** One array of NumPy. */
  NPY,
  SAFETENSORS,
  /** A bare pickle: PyTorch before 1.6. */
  PICKLE,
  OTHER;

  private static final int FIRST_BYTES = 9;
  private static final int PICKLE_PROTOCOL_OPCODE = 0x80;

  /**
   * Looks at the first nine bytes.
   *
   * @throws InputException if the file cannot be read
   */
  public static FileMagic of(Path file) {
    try (InputStream in = Files.newInputStream(new InputFile(file).path())) {
      return of(in.readNBytes(FIRST_BYTES));
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  private static FileMagic of(byte[] first) {
    String text = new String(first, StandardCharsets.ISO_8859_1);
    if (text.startsWith("PK\003\004")) {
      return ZIP;
    }
    if (text.startsWith("GGUF")) {
      return GGUF;
    }
    if (text.startsWith("\u0093NUMPY")) {
      return NPY;
    }
    // eight bytes of length before a JSON object; no header has 2^40 bytes
    if (text.startsWith("\0\0\0{", 5)) {
      return SAFETENSORS;
    }
    return first.length > 1 && (first[0] & 0xff) == PICKLE_PROTOCOL_OPCODE ? PICKLE : OTHER;
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

  /** Why a file of this kind is not the one that was expected. */
  public InputException refusal(Path file) {
    return InputException.in(
        file,
        switch (this) {
          case PICKLE ->
              "is a PyTorch file of before 1.6; load it and save it with torch.save of 1.6 or later";
          case GGUF -> "is a GGUF file and no PyTorch file; name a .pt file";
          case ZIP -> "is a zip archive and no GGUF file; name a .gguf file";
          case NPY -> "is a NumPy array, which is no model and no PyTorch file; name another file";
          case SAFETENSORS ->
              "is a safetensors file, which is no GGUF and no PyTorch file; name another file";
          case OTHER ->
              "is neither a PyTorch (.pt), NumPy (.npy, .npz), safetensors or GGUF file nor .svec JSON, or it is cut short; check the path";
        });
  }
}
