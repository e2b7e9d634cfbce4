package io.isthmus.db;

import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.Access;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.topology.WanLink;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.Optional;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

@Embeddable
record WanLinkRow(
    String name,
    @Enumerated(EnumType.STRING) Transport transport,
    @Enumerated(EnumType.STRING) Access access,
    String interfaceName,
    @Enumerated(EnumType.STRING) WanLink.Mobility mobility,
    @ColumnTransformer(write = "?::inet") @Nullable String address,
    @ColumnTransformer(write = "?::inet") @Nullable String gateway,
    int mtu,
    @Embedded LinkServiceRow service,
    int number) {
  static WanLinkRow of(WanLink link) {
    return new WanLinkRow(
        link.name().value(),
        link.transport(),
        link.access(),
        link.interfaceName().value(),
        link.mobility(),
        link.address().map(IpAddress::toString).orElse(null),
        link.gateway().map(IpAddress::toString).orElse(null),
        link.mtu(),
        LinkServiceRow.of(link.service()),
        link.number());
  }

  WanLink link() {
    return new WanLink(
        Name.of(name),
        transport,
        access,
        new InterfaceName(interfaceName),
        mobility,
        Optional.ofNullable(address).map(IpAddress::parse),
        Optional.ofNullable(gateway).map(IpAddress::parse),
        mtu,
        service.service(),
        number);
  }
}
