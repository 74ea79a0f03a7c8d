package dev.steerage.llama;

/**
 * A native call that failed. The message has the shim's sentence and, behind it, llama.cpp's own
 * words where it had any.
 */
public final class LlamaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What kind of failure it was: {@code enum steer_status} of steer.h. */
  public enum Status {
    /** An argument out of range; nothing was changed. */
    ARGUMENT,
    /** A file that cannot be read, or that llama.cpp does not accept. */
    FILE,
    /** Memory, or no room in the KV cache. */
    MEMORY,
    /** A progress listener asked to stop. */
    CANCELLED,
    /** llama.cpp failed otherwise. */
    INTERNAL,
    /** The model gives values that are NaN or infinite. */
    NOT_FINITE;

    static Status of(int code) {
      return code >= 1 && code <= values().length ? values()[code - 1] : INTERNAL;
    }
  }

  private final Status status;

  LlamaException(Status status, String message) {
    super(message);
    this.status = status;
  }

  /** What kind of failure it was. */
  public Status status() {
    return status;
  }
}
