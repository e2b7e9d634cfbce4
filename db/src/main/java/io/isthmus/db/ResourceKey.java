package io.isthmus.db;

import io.isthmus.domain.net.Name;
import jakarta.persistence.Embeddable;
import java.io.Serializable;

/** Primary key of every resource: its name within its tenant. */
@Embeddable
record ResourceKey(String tenant, String name) implements Serializable {
  static ResourceKey of(Name tenant, Name name) {
    return new ResourceKey(tenant.value(), name.value());
  }
}
