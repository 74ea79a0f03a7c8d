package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The native side of a listener. What the listener throws is kept, because native frames cannot be
 * unwound, and thrown by {@link #rethrow()} after the call.
 */
final class ProgressCallback extends Steer.steer_progress_callback {
  private final Progress progress;
  private @Nullable RuntimeException thrown;

  ProgressCallback(Progress progress) {
    this.progress = progress;
  }

  @Override
  public int call(float share, Pointer user) {
    try {
      return progress.report(share) ? 0 : 1;
    } catch (RuntimeException e) {
      thrown = e;
      return 1;
    }
  }

  void rethrow() {
    if (thrown != null) {
      throw thrown;
    }
  }
}
