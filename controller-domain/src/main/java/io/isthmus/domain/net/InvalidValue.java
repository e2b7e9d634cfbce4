package io.isthmus.domain.net;

/**
 * A value that breaks its own rules, with a stable code for programs and a message for people that
 * carries the value and the mend.
 */
public final class InvalidValue extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String code;

  public InvalidValue(String code, String message) {
    super(message);
    this.code = code;
  }

  /** Stable, upper-case with underscores, such as {@code PREFIX_HAS_HOST_BITS}. */
  public String code() {
    return code;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
