package io.isthmus.lab;

/** Why the lab cannot go on, in words for its user: what is wrong, and what mends it. */
public final class LabFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LabFailure(String message) {
    super(message);
  }

  public LabFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
