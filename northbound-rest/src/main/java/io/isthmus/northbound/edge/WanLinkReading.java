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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Reads WAN links. */
final class WanLinkReading {
  private static final Map<String, String> FIELD_OF_CODE =
      Map.of(
          "MTU_OUT_OF_RANGE", "mtu",
          "INVALID_ADDRESS", "address",
          "FAMILY_MISMATCH", "gateway",
          "GATEWAY_IS_SELF", "gateway",
          "COST_OUT_OF_RANGE", "cost",
          "PROBE_INTERVAL_OUT_OF_RANGE", "probeIntervalMs");

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
    boolean roaming = fields.optional("roaming", Readings.BOOLEAN).orElse(false);
    Optional<IpAddress> address =
        roaming
            ? fields.optional("address", Readings.parsed(IpAddress::parse))
            : fields.required("address", Readings.parsed(IpAddress::parse));
    Optional<IpAddress> gateway = fields.optional("gateway", Readings.parsed(IpAddress::parse));
    Optional<Integer> mtu = fields.optional("mtu", Readings.INTEGER);
    OptionalLong egress = rate(fields, "egressRateBps");
    OptionalLong ingress = rate(fields, "ingressRateBps");
    Optional<Double> cost = fields.optional("cost", Readings.NUMBER);
    Optional<Duration> probeInterval =
        fields.optional("probeIntervalMs", Readings.LONG).map(Duration::ofMillis);
    OptionalLong probeBudget = rate(fields, "probeBudgetBps");
    return fields.build(
        FIELD_OF_CODE,
        () ->
            new WanLink(
                name.orElseThrow(),
                transport.orElseThrow(),
                access.orElseGet(transport.orElseThrow()::usualAccess),
                interfaceName.orElseThrow(),
                roaming ? WanLink.Mobility.ROAMING : WanLink.Mobility.FIXED,
                roaming ? address : Optional.of(address.orElseThrow()),
                gateway,
                mtu.orElse(WanLink.DEFAULT_MTU),
                new LinkService(
                    egress,
                    ingress,
                    cost.orElse(0.0),
                    probeInterval.orElse(LinkService.DEFAULT_PROBE_INTERVAL),
                    probeBudget),
                0));
  }

  private static OptionalLong rate(Fields fields, String field) {
    Optional<Long> rate = fields.optional(field, Readings.LONG);
    if (rate.isEmpty()) {
      return OptionalLong.empty();
    }
    if (rate.get() < 1 || rate.get() > LinkService.HIGHEST_RATE_BPS) {
      fields.invalid(
          field,
          "RATE_OUT_OF_RANGE",
          "%s %d is outside 1-%d: give bits per second, or leave it out"
              .formatted(field, rate.get(), LinkService.HIGHEST_RATE_BPS));
    }
    return OptionalLong.of(rate.get());
  }
}
