package dev.steerage.evaluation;

import dev.steerage.dataset.Behavior;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Workers with the same weights that compute cells at the same time. A cell's numbers do not depend
 * on which of them computes it.
 */
final class Crew implements AutoCloseable {
  private final List<Worker> workers = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** One more; the first leads. */
  void add(Worker worker) {
    workers.add(worker);
  }

  /** The one that computes what cannot be shared out. */
  Worker leader() {
    return workers.get(0);
  }

  /**
   * To be called between two decodes by whoever computes.
   *
   * @throws CancellationException if another worker has failed
   */
  void checkpoint() {
    if (failure.get() != null) {
      throw new CancellationException("another worker has failed");
    }
  }

  /**
   * Computes cells as {@link CellRunner#run} does. Where one fails the others stop at their next
   * batch; cells that are complete stay.
   */
  void run(Behavior behavior, int part, List<Cell> cells) {
    if (workers.size() == 1 || cells.size() < 2) {
      leader().runner().run(behavior, part, cells);
      return;
    }
    leader().runner().prepare(behavior, part, cells);
    for (int i = 1; i < workers.size(); i++) {
      shares(cells, i).forEach(workers.get(i).engine().adapter()::prepare);
    }
    List<Thread> threads =
        IntStream.range(1, workers.size())
            .mapToObj(i -> new Thread(() -> work(i, behavior, part, cells), "worker-" + (i + 1)))
            .toList();
    threads.forEach(Thread::start);
    work(0, behavior, part, cells);
    threads.forEach(Crew::join);
    rethrow();
  }

  private void work(int index, Behavior behavior, int part, List<Cell> cells) {
    try {
      workers.get(index).runner().run(behavior, part, share(cells, index));
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Every so manieth cell, so that each worker has some of each layer. */
  private List<Cell> share(List<Cell> cells, int index) {
    return IntStream.range(0, cells.size())
        .filter(i -> i % workers.size() == index)
        .mapToObj(cells::get)
        .toList();
  }

  private List<Setting> shares(List<Cell> cells, int index) {
    return share(cells, index).stream().map(Cell::setting).toList();
  }

  private static void join(Thread thread) {
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) { // contexts must not be closed while they decode
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void rethrow() {
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  @Override
  public void close() {
    for (int i = workers.size() - 1; i >= 0; i--) {
      workers.get(i).close();
    }
  }
}
