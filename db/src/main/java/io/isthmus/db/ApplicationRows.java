package io.isthmus.db;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;

interface ApplicationRows extends ResourceRows<ApplicationRow> {
  @Override
  @Modifying
  @NativeQuery("DELETE FROM application WHERE tenant = ?1 AND name = ANY (?2)")
  void remove(String tenant, String[] names);
}
