package io.isthmus.db;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;

interface TrafficClassRows extends ResourceRows<TrafficClassRow> {
  @Override
  @Modifying
  @NativeQuery("DELETE FROM traffic_class WHERE tenant = ?1 AND name = ANY (?2)")
  void remove(String tenant, String[] names);
}
