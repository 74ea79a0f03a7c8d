package dev.steerage.llama.oracle;

/** The other build gave no answer; the message is one sentence on why. */
public final class OracleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OracleException(String message) {
    super(message);
  }

  OracleException(String message, Throwable cause) {
    super(message, cause);
  }
}
