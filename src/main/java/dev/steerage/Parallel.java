package dev.steerage;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does things that do not depend on each other on several processors. */
public final class Parallel {
  /** More threads would have more in memory at a time, and wait for each other's. */
  private static final int MOST_THREADS = 8;

  /** Results that wait for their turn, a thread: none waits long, and few are in memory. */
  private static final int AHEAD = 2;

  private Parallel() {}

  /**
   * Makes a thing of each part, several at a time, and takes them one at a time in the order of the
   * parts, so that what is done with them is the same on any machine.
   *
   * @param make is called on other threads
   * @param take is called on this one
   * @throws RuntimeException what making the first one that fails threw; nothing behind it is taken
   */
  public static <T, R> void inOrder(
      Collection<T> parts, Function<? super T, ? extends R> make, Consumer<? super R> take) {
    int threads =
        Math.min(parts.size(), Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    if (threads < 2) {
      parts.forEach(part -> take.accept(make.apply(part)));
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads, Parallel::thread);
    try {
      Deque<Future<R>> waiting = new ArrayDeque<>();
      for (T part : parts) {
        if (waiting.size() == threads * AHEAD) {
          take.accept(result(waiting.remove()));
        }
        waiting.add(pool.submit(() -> make.apply(part)));
      }
      while (!waiting.isEmpty()) {
        take.accept(result(waiting.remove()));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "steerage-parallel");
    thread.setDaemon(true); // an end of the program does not wait for it
    return thread;
  }

  private static <R> R result(Future<R> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    }
  }
}
