package io.isthmus.domain.reconcile;

import io.isthmus.domain.net.Name;

/** No tenant has this name; who has no role in one is told the same. */
public final class TenantNotFound extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TenantNotFound(Name tenant) {
    super(
        "there is no tenant %s that this token may see: GET /api/v1/tenants lists those that it may"
            .formatted(tenant));
  }
}
