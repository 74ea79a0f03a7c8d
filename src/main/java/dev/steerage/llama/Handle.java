package dev.steerage.llama;

import java.lang.ref.Cleaner;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;

/**
 * Owns one native pointer: released once, by {@link #close()} or, if that is forgotten, after the
 * handle's owner is unreachable.
 *
 * @param <P> the binding's pointer type
 */
final class Handle<P extends Pointer> implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final String what;
  private final P pointer;
  private final Cleaner.Cleanable cleanable;
  private boolean closed;

  /**
   * @param owner whose unreachability releases the pointer; {@code free} must not refer to it
   * @param what the owner in one word, for messages
   */
  Handle(Object owner, String what, P pointer, Consumer<P> free) {
    this.what = what;
    this.pointer = pointer;
    this.cleanable = CLEANER.register(owner, () -> free.accept(pointer));
  }

  /**
   * The pointer.
   *
   * @throws IllegalStateException if it was released
   */
  P get() {
    if (closed) {
      throw new IllegalStateException("this " + what + " is closed");
    }
    return pointer;
  }

  /** Releases the pointer; a second time does nothing. */
  @Override
  public void close() {
    closed = true;
    cleanable.clean();
  }
}
