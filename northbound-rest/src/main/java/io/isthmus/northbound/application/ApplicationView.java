package io.isthmus.northbound.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An application as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Application",
    description =
        "A microservice's match rules, in one traffic class. A flow belongs to the first"
            + " application, by priority and then by name, that matches its first packet.",
    example =
        "{\"name\": \"sip\", \"trafficClass\": \"voice\", \"matches\": [{\"protocol\": \"udp\","
            + " \"destinationPorts\": [\"5060-5061\"]}]}")
public record ApplicationView(
    @Schema(
            description =
                "Key of the application: a DNS label. In a PUT it may be left to the URL.",
            example = "sip",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        String name,
    @Schema(
            description = "Name of the class that its flows are in.",
            example = "voice",
            requiredMode = Schema.RequiredMode.REQUIRED)
        String trafficClass,
    @Schema(
            description = "Lower goes first.",
            minimum = "0",
            maximum = "65535",
            defaultValue = "1000",
            example = "1000",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        int priority,
    @Schema(
            description = "1-256 rules; a flow matches when any of them fits.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        List<MatchView> matches,
    @Schema(
            description =
                "Revision that gave the application its present value. Read-only: in a request it"
                    + " must equal the present value.",
            example = "6",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable Long revision) {

  /** A rule. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "Match",
      description =
          "A rule on the first packet of a flow (EveryWAN, Fig. 4). Every field that is given must"
              + " fit; a list fits when one of its items does; an empty or absent one fits"
              + " everything.",
      example = "{\"protocol\": \"udp\", \"destinationPorts\": [\"5060-5061\"]}")
  public record MatchView(
      @Schema(
              description =
                  "any, tcp, udp, sctp, icmp, icmpv6, gre, esp, or an IANA number 0-255, which may"
                      + " be a JSON number too.",
              defaultValue = "any",
              example = "tcp",
              requiredMode = Schema.RequiredMode.NOT_REQUIRED)
          String protocol,
      @Schema(description = "IPv4 and IPv6 prefixes, at most 256.", example = "[\"10.1.0.0/24\"]")
          @Nullable List<String> sourcePrefixes,
      @Schema(description = "IPv4 and IPv6 prefixes, at most 256.", example = "[\"10.2.0.0/24\"]")
          @Nullable List<String> destinationPrefixes,
      @Schema(
              description =
                  "Ports and ranges of ports, at most 256; single ports may be JSON numbers too."
                      + " Only with tcp, udp and sctp.",
              example = "[\"1024-65535\"]")
          @Nullable List<String> sourcePorts,
      @Schema(
              description =
                  "Ports and ranges of ports, at most 256; single ports may be JSON numbers too."
                      + " Only with tcp, udp and sctp.",
              example = "[\"80\", \"8000-8080\"]")
          @Nullable List<String> destinationPorts,
      @Schema(
              description = "Differentiated services code points, 0-63, at most 256.",
              example = "[46]")
          @Nullable List<Integer> dscp) {}
}
