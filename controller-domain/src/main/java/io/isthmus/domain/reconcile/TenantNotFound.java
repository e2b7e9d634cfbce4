package io.isthmus.domain.reconcile;

import io.isthmus.domain.net.Name;

/** No tenant has this name. */
public final class TenantNotFound extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TenantNotFound(Name tenant) {
    super(
        "tenant %s does not exist: create it with PUT /api/v1/tenants/%s"
            .formatted(tenant, tenant));
  }
}
