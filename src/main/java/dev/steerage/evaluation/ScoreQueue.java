package dev.steerage.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Scores slices one after the other on a thread of its own, while the thread that gives them
 * decodes. As many slices are under way as a batch has at most; giving one more waits.
 */
final class ScoreQueue implements AutoCloseable {
  private final BlockingQueue<ScoreSlice> free;
  private final List<ScoreSlice> all = new ArrayList<>();
  private final ExecutorService worker;
  private final int threads;
  private volatile @Nullable RuntimeException failure;

  /**
   * A queue.
   *
   * @param slices most that are under way
   * @param threads that score a slice
   */
  ScoreQueue(int vocabularySize, int slices, int threads) {
    this.free = new ArrayBlockingQueue<>(slices);
    this.threads = threads;
    for (int i = 0; i < slices; i++) {
      all.add(new ScoreSlice(vocabularySize));
    }
    free.addAll(all);
    this.worker =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "steerage-scores");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * A slice to fill, to be given to {@link #submit}; waits for one.
   *
   * @throws RuntimeException what went wrong with one before
   */
  ScoreSlice take() {
    rethrow();
    try {
      return free.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while scores were computed", e);
    }
  }

  /** Fetches what the slice is compared with and is kept, scores it, and gives it away. */
  void submit(ScoreSlice slice) {
    worker.execute(
        () -> {
          try {
            if (failure == null) {
              slice.fetch(true);
              slice.sink();
              slice.deliver(slice.scores(threads));
            }
          } catch (RuntimeException e) {
            failure = e;
          } finally {
            free.add(slice);
          }
        });
  }

  /**
   * Waits until all that was submitted is delivered.
   *
   * @param throwing whether what went wrong is thrown; else it is forgotten
   * @throws RuntimeException what went wrong with it
   */
  void drain(boolean throwing) {
    List<ScoreSlice> taken = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      taken.add(waited());
    }
    free.addAll(taken);
    if (throwing) {
      rethrow();
    }
    failure = null;
  }

  private ScoreSlice waited() {
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          return free.take();
        } catch (InterruptedException e) {
          isInterrupted = true; // the worker still uses native memory: it has to end first
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void rethrow() {
    RuntimeException thrown = failure;
    if (thrown != null) {
      failure = null;
      throw thrown;
    }
  }

  @Override
  public void close() {
    List<ScoreSlice> taken = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      taken.add(waited());
    }
    worker.shutdown();
    taken.forEach(ScoreSlice::close);
  }
}
