package dev.steerage.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What SIGINT and SIGTERM do to an evaluation. While batches are decoded the one in hand is
 * finished, and what it completes is written; a second signal ends the process at once, and so does
 * the first one at any other time, when every file is complete or not there. Either way the user is
 * told how to go on.
 */
final class Interruption implements AutoCloseable {
  private final Path folder;
  private final PrintWriter err;
  private final Signals signals;
  private final AtomicReference<@Nullable StoppedException> asked = new AtomicReference<>();
  private volatile boolean isDecoding;

  /**
   * Begins to listen, until closed.
   *
   * @param folder of the run
   */
  Interruption(Path folder, PrintWriter err) {
    this.folder = folder;
    this.err = err;
    this.signals = new Signals(this::received);
  }

  /** As {@link Signals.Listener#received}; the launcher passes SIGINT on as SIGTERM, so no name. */
  void received(int number, Runnable usual) {
    String sentence =
        "stopped; what is complete is in %s, and the same command goes on from there"
            .formatted(folder);
    boolean isFirst = asked.compareAndSet(null, new StoppedException(number, sentence));
    if (isFirst && isDecoding) {
      say("stopping: the batch in hand is finished first; once more ends it at once");
    } else {
      say(sentence);
      usual.run();
    }
  }

  private void say(String sentence) {
    err.println("steerage: " + sentence);
    err.flush();
  }

  /** A batch begins, which is finished whatever comes. */
  void batch() {
    check();
    isDecoding = true;
  }

  /** Something begins that can be broken off. */
  void stage() {
    check();
    isDecoding = false;
  }

  /**
   * Ends what is going on, where that is asked.
   *
   * @throws StoppedException then
   */
  private void check() {
    StoppedException stopped = asked.get();
    if (stopped != null) {
      throw stopped;
    }
  }

  @Override
  public void close() {
    signals.close();
  }
}
