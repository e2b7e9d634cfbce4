package io.isthmus.db;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;

interface EdgeProfileRows extends ResourceRows<EdgeProfileRow> {
  @Override
  @Modifying
  @NativeQuery("DELETE FROM edge_profile WHERE tenant = ?1 AND name = ANY (?2)")
  void remove(String tenant, String[] names);
}
