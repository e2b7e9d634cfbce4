package io.isthmus.pki;

import org.jspecify.annotations.Nullable;

/** The controller's keys cannot be used; says why, and what the operator can do. */
public final class PkiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String mend;

  public PkiException(String problem, String mend) {
    this(problem, mend, null);
  }

  public PkiException(String problem, String mend, @Nullable Throwable cause) {
    super(problem, cause);
    this.mend = mend;
  }

  /** What the operator can do about it, as a sentence. */
  public String mend() {
    return mend;
  }
}
