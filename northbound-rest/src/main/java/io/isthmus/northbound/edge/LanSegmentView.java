package io.isthmus.northbound.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.topology.LanSegment;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A LAN segment as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "LanSegment",
    description = "An interface of an edge and the prefixes behind it (MEF UNI).")
public record LanSegmentView(
    @Schema(
            description = "Key of the segment within its edge: a DNS label.",
            example = "lan",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        String name,
    @Schema(
            description =
                "Linux network interface of the edge, 1-15 characters; never that of a WAN link.",
            example = "lan0",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @JsonProperty("interface")
        String interfaceName,
    @Schema(
            description =
                "IPv4 and IPv6 prefixes behind the interface, 1-4096. Those of a tenant must be"
                    + " apart.",
            example = "[\"10.1.0.0/24\"]",
            requiredMode = Schema.RequiredMode.REQUIRED)
        List<String> prefixes,
    @Schema(
            description =
                "Next hop on the LAN for all the prefixes, which are then of its family. Absent"
                    + " when they are on-link.",
            example = "10.1.0.254")
        @Nullable String gateway,
    @Schema(
            description =
                "Revision of the edge. Read-only, and only shown where the segment stands alone.",
            example = "3",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable Long revision) {

  static LanSegmentView of(LanSegment segment, @Nullable Long revision) {
    return new LanSegmentView(
        segment.name().value(),
        segment.interfaceName().value(),
        segment.prefixes().stream().map(Prefix::toString).toList(),
        segment.gateway().map(IpAddress::toString).orElse(null),
        revision);
  }
}
