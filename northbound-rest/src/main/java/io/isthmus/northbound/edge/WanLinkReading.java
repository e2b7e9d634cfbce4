package io.isthmus.northbound.edge;

import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.Access;
import io.isthmus.domain.topology.LinkService;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Readings;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads WAN links. */
final class WanLinkReading {
  private static final Map<String, String> FIELD_OF_CODE =
      Map.of(
          "MTU_OUT_OF_RANGE", "mtu",
          "INVALID_ADDRESS", "address",
          "FAMILY_MISMATCH", "gateway",
          "GATEWAY_IS_SELF", "gateway");

  private WanLinkReading() {}

  /** An item of an edge's list, which says its own name. */
  static Optional<WanLink> item(JsonNode node, String pointer, Errors errors) {
    return Fields.of(node, pointer, errors)
        .flatMap(fields -> rest(fields, fields.required("name", Readings.NAME)));
  }

  static Optional<WanLink> rest(Fields fields, Optional<Name> name) {
    Optional<Transport> transport = fields.required("transport", Readings.parsed(Transport::parse));
    Optional<Access> access = fields.optional("access", Readings.oneOf(Access.class));
    Optional<InterfaceName> interfaceName =
        fields.required("interface", Readings.parsed(InterfaceName::new));
    Optional<IpAddress> address = fields.required("address", Readings.parsed(IpAddress::parse));
    Optional<IpAddress> gateway = fields.optional("gateway", Readings.parsed(IpAddress::parse));
    Optional<Integer> mtu = fields.optional("mtu", Readings.INTEGER);
    return fields.build(
        FIELD_OF_CODE,
        () ->
            new WanLink(
                name.orElseThrow(),
                transport.orElseThrow(),
                access.orElseGet(transport.orElseThrow()::usualAccess),
                interfaceName.orElseThrow(),
                address.orElseThrow(),
                gateway,
                mtu.orElse(WanLink.DEFAULT_MTU),
                LinkService.DEFAULT,
                0));
  }
}
