package io.isthmus.northbound.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.topology.Access;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.northbound.document.Numbers;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A WAN link as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "WanLink", description = "An edge's attachment to one underlay (MEF UCS End Point).")
public record WanLinkView(
    @Schema(
            description = "Key of the link within its edge: a DNS label.",
            example = "internet",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        String name,
    @Schema(
            description =
                "Label of the underlay. Links of one label and access reach each other, and all"
                    + " PUBLIC links do.",
            allowableValues = {
              "internet",
              "broadband",
              "fiber",
              "cable",
              "dsl",
              "lte",
              "5g",
              "satellite",
              "mpls",
              "metro-ethernet",
              "leased-line"
            },
            example = "internet",
            requiredMode = Schema.RequiredMode.REQUIRED)
        String transport,
    @Schema(
            description =
                "Whether the underlay is open to the world. When absent, PRIVATE for mpls,"
                    + " metro-ethernet and leased-line, and PUBLIC otherwise.",
            example = "PUBLIC",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        Access access,
    @Schema(
            description = "Linux network interface of the edge, 1-15 characters.",
            example = "wan0",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @JsonProperty("interface")
        String interfaceName,
    @Schema(
            description =
                "The interface's own IPv4 or IPv6 address. The edge has it already; Isthmus does"
                    + " not set it. Required unless the link is roaming; of a roaming link only its"
                    + " family counts.",
            example = "192.0.2.1",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        @Nullable String address,
    @Schema(
            description =
                "Whether the link's address may change, or is hidden behind NAT. Only encrypted"
                    + " paths run over it, and only to links that are not roaming: those wait to"
                    + " hear from it.",
            defaultValue = "false",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        boolean roaming,
    @Schema(
            description =
                "Next hop towards the underlay, of the address's family. Absent when the far ends"
                    + " are on-link.",
            example = "192.0.2.254")
        @Nullable String gateway,
    @Schema(
            description = "Largest packet that the underlay carries, bytes.",
            minimum = "1400",
            maximum = "9216",
            defaultValue = "1500",
            example = "1500",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        int mtu,
    @Schema(
            description =
                "What the link carries away from the edge, bits per second. Free capacity, which"
                    + " rateBps of an objective and LOAD_BALANCE go by, is known only where it is"
                    + " given.",
            minimum = "1",
            maximum = "10000000000000",
            example = "50000000")
        @Nullable Long egressRateBps,
    @Schema(
            description = "What the link carries to the edge, bits per second.",
            minimum = "1",
            maximum = "10000000000000",
            example = "200000000")
        @Nullable Long ingressRateBps,
    @Schema(
            description =
                "Cost of sending by the link, relative to others: that of a path is the sum of its"
                    + " two links. LOWEST_COST goes by it.",
            minimum = "0",
            maximum = "1000000",
            defaultValue = "0",
            example = "0",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        Number cost,
    @Schema(
            description =
                "Distance between the probes of each path of the link, milliseconds; the longer"
                    + " one of a path's two links counts.",
            minimum = "10",
            maximum = "60000",
            defaultValue = "100",
            example = "100",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        long probeIntervalMs,
    @Schema(
            description =
                "Most that probes and their answers may send on the link, bits per second, for"
                    + " links that are billed by usage. The edge stretches the intervals to keep"
                    + " it. No limit when absent.",
            minimum = "1",
            maximum = "10000000000000",
            example = "20000")
        @Nullable Long probeBudgetBps,
    @Schema(
            description =
                "Revision of the edge. Read-only, and only shown where the link stands alone.",
            example = "3",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable Long revision) {

  static WanLinkView of(WanLink link, @Nullable Long revision) {
    return new WanLinkView(
        link.name().value(),
        link.transport().label(),
        link.access(),
        link.interfaceName().value(),
        link.address().map(IpAddress::toString).orElse(null),
        link.isRoaming(),
        link.gateway().map(IpAddress::toString).orElse(null),
        link.mtu(),
        given(link.service().egressRateBps()),
        given(link.service().ingressRateBps()),
        Numbers.plain(link.service().cost()),
        link.service().probeInterval().toMillis(),
        given(link.service().probeBudgetBps()),
        revision);
  }

  private static @Nullable Long given(OptionalLong rate) {
    return rate.isPresent() ? rate.getAsLong() : null;
  }
}
