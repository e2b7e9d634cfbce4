package io.isthmus.northbound.edge;

import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.topology.LanSegment;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Readings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads LAN segments. */
final class LanSegmentReading {
  private static final Map<String, String> FIELD_OF_CODE =
      Map.of(
          "LAN_SEGMENT_WITHOUT_PREFIX", "prefixes",
          "TOO_MANY", "prefixes",
          "PREFIX_TOO_SHORT", "prefixes",
          "PREFIX_NOT_ROUTABLE", "prefixes",
          "FAMILY_MISMATCH", "gateway");

  private LanSegmentReading() {}

  /** An item of an edge's list, which says its own name. */
  static Optional<LanSegment> item(JsonNode node, String pointer, Errors errors) {
    return Fields.of(node, pointer, errors)
        .flatMap(fields -> rest(fields, fields.required("name", Readings.NAME)));
  }

  static Optional<LanSegment> rest(Fields fields, Optional<Name> name) {
    Optional<InterfaceName> interfaceName =
        fields.required("interface", Readings.parsed(InterfaceName::new));
    List<Prefix> prefixes = fields.requiredList("prefixes", Readings.parsed(Prefix::parse));
    Optional<IpAddress> gateway = fields.optional("gateway", Readings.parsed(IpAddress::parse));
    return fields.build(
        FIELD_OF_CODE,
        () -> new LanSegment(name.orElseThrow(), interfaceName.orElseThrow(), prefixes, gateway));
  }
}
