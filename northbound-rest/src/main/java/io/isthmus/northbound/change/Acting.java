package io.isthmus.northbound.change;

import io.isthmus.domain.trust.Actor;
import io.isthmus.northbound.access.Caller;

/** Who the current request is from: the one place that says so. */
public final class Acting {
  private Acting() {}

  public static Actor now() {
    return Caller.current().actor();
  }
}
