package dev.steerage.llama;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.bytedeco.javacpp.Pointer;

/**
 * Owns one native pointer: released once, by {@link #close()} or, if that is forgotten, after the
 * handle's owner is unreachable; never while a call uses it, whatever other threads do.
 *
 * @param <P> the binding's pointer type
 */
final class Handle<P extends Pointer> implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Object owner;
  private final String what;
  private final P pointer;
  private final Cleaner.Cleanable cleanable;
  private boolean closed;
  private int calls; // that use the pointer now

  /**
   * @param owner whose unreachability releases the pointer; {@code free} must not refer to it
   * @param what the owner in one word, for messages
   */
  Handle(Object owner, String what, P pointer, Consumer<P> free) {
    this.owner = owner;
    this.what = what;
    this.pointer = pointer;
    this.cleanable = CLEANER.register(owner, () -> free.accept(pointer));
  }

  /**
   * The pointer, for an owner whose methods, {@code close} among them, are all synchronized.
   *
   * @throws IllegalStateException if it was released
   */
  synchronized P get() {
    if (closed) {
      throw new IllegalStateException("this " + what + " is closed");
    }
    return pointer;
  }

  /**
   * Calls with the pointer, which is not released before the call is over.
   *
   * @param call returns a status of steer.h
   * @return that status
   * @throws IllegalStateException if it was released
   */
  int use(ToIntFunction<P> call) {
    P used = begin();
    try {
      return call.applyAsInt(used);
    } finally {
      end();
      // or the cleaner could release it as soon as nobody asks the owner again
      Reference.reachabilityFence(owner);
    }
  }

  private synchronized P begin() {
    P used = get();
    calls++;
    return used;
  }

  private synchronized void end() {
    calls--;
    if (closed && calls == 0) {
      cleanable.clean();
    }
  }

  /** Releases the pointer, if calls use it after the last of them; a second time does nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    if (calls == 0) {
      cleanable.clean();
    }
  }
}
