package dev.steerage.vector;

import java.io.IOException;

/** A pickle that is broken or asks for what tensors do not need. The message says what. */
final class PickleException extends IOException {
  private static final long serialVersionUID = 1;

  PickleException(String message) {
    super(message);
  }
}
