package io.isthmus.domain.reconcile;

import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does something for each tenant: the failure of one is not that of the others. */
final class EachTenant {
  private EachTenant() {}

  /** Throws the first failure once all were tried, with the others in it. */
  static <T> void attempt(Collection<T> tenants, Consumer<T> work) {
    @Nullable RuntimeException failure = null;
    for (T tenant : tenants) {
      try {
        work.accept(tenant);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
