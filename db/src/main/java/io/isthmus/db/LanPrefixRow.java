package io.isthmus.db;

import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.topology.LanSegment;
import jakarta.persistence.Embeddable;
import java.util.stream.Stream;
import org.hibernate.annotations.ColumnTransformer;

@Embeddable
record LanPrefixRow(String segment, @ColumnTransformer(write = "?::cidr") String prefix) {
  static Stream<LanPrefixRow> of(LanSegment segment) {
    return segment.prefixes().stream()
        .map(prefix -> new LanPrefixRow(segment.name().value(), prefix.toString()));
  }

  Prefix parsed() {
    return Prefix.parse(prefix);
  }
}
