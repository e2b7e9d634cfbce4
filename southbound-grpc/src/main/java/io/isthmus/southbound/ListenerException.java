package io.isthmus.southbound;

/** The listener for the edges cannot be opened. */
public final class ListenerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String mend;

  ListenerException(String problem, String mend) {
    super(problem);
    this.mend = mend;
  }

  ListenerException(String problem, String mend, Throwable cause) {
    super(problem, cause);
    this.mend = mend;
  }

  /** What to do about it. */
  public String mend() {
    return mend;
  }
}
