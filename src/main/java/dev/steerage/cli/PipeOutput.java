package dev.steerage.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/**
 * Standard output whose reader may leave before the end, as {@code head} does: from then on what is
 * written is dropped. Where it is no pipe, a failure stays one.
 */
final class PipeOutput extends OutputStream {
  private final OutputStream out;
  private final BooleanSupplier isPipe;
  private boolean isAbandoned;

  /**
   * @param isPipe asked when writing fails: a pipe fails only for want of a reader, while the text
   *     of an {@link IOException} is in the language of the machine
   */
  PipeOutput(OutputStream out, BooleanSupplier isPipe) {
    this.out = out;
    this.isPipe = isPipe;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (isAbandoned) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      isAbandoned = isPipe.getAsBoolean();
      if (!isAbandoned) {
        throw e;
      }
    }
  }
}
