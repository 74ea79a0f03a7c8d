package dev.steerage.cli;

/** The user has stopped what was going on; the message says how to go on. */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  /**
   * Stopped by a signal.
   *
   * @param number of the signal, 2 for SIGINT
   */
  StoppedException(int number, String message) {
    super(message);
    this.code = exitCode(number);
  }

  /** What a shell makes of the end of a process by a signal. */
  private static int exitCode(int number) {
    return 128 + number;
  }

  /** Exit code of the process: 130 for SIGINT, 143 for SIGTERM. */
  int code() {
    return code;
  }
}
