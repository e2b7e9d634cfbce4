package io.isthmus.db;

import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.topology.LanSegment;
import jakarta.persistence.Embeddable;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A LAN segment without its prefixes, which have a table of their own to be kept apart in. */
@Embeddable
record LanSegmentRow(
    String name,
    String interfaceName,
    @ColumnTransformer(write = "?::inet") @Nullable String gateway) {
  static LanSegmentRow of(LanSegment segment) {
    return new LanSegmentRow(
        segment.name().value(),
        segment.interfaceName().value(),
        segment.gateway().map(IpAddress::toString).orElse(null));
  }

  LanSegment segment(List<Prefix> prefixes) {
    return new LanSegment(
        Name.of(name),
        new InterfaceName(interfaceName),
        prefixes,
        Optional.ofNullable(gateway).map(IpAddress::parse));
  }
}
