package io.isthmus.northbound.change;

/** The names of headers that are not in every library. */
public final class IsthmusHeaders {
  public static final String REVISION = "Isthmus-Revision";
  public static final String OPERATION = "Isthmus-Operation";
  public static final String OPERATION_STATE = "Isthmus-Operation-State";
  public static final String OPERATION_LOCATION = "Operation-Location";
  public static final String PREFERENCE_APPLIED = "Preference-Applied";
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  public static final String IDEMPOTENT_REPLAYED = "Idempotent-Replayed";

  private IsthmusHeaders() {}
}
