package io.isthmus.agent.desired;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.nft.Match;
import io.isthmus.agent.nft.Match.Range;
import io.isthmus.southbound.api.v1.Application;
import io.isthmus.southbound.api.v1.PortRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An application, and what its packets are known by. */
final class ApplicationParser {

  private static final Set<Integer> PROTOCOLS_WITH_PORTS = Set.of(6, 17, 132);

  private final Fields fields;

  private ApplicationParser(Fields fields) {
    this.fields = fields;
  }

  static Resource parse(Application wire, Fields fields) {
    return new ApplicationParser(fields).application(wire);
  }

  private Resource application(Application wire) {
    fields.named("name", wire.getName());
    return new Resource.Application(
        wire.getName(),
        wire.getTrafficClass(),
        wire.getPriority(),
        wire.getMatchesList().stream().map(this::match).toList());
  }

  private Match match(io.isthmus.southbound.api.v1.Match wire) {
    fields.within("protocol", wire.getProtocol(), 0, 255);
    wire.getDscpList().forEach(dscp -> fields.within("dscp", dscp, 0, 63));
    boolean ports = wire.getSourcePortsCount() + wire.getDestinationPortsCount() > 0;
    if (ports && !PROTOCOLS_WITH_PORTS.contains(wire.getProtocol())) {
      fields.problem(
          "ports do not fit protocol "
              + wire.getProtocol()
              + ": set the protocol to 6 (TCP), 17 (UDP) or 132 (SCTP)");
    }
    Match match =
        new Match(
            wire.getProtocol(),
            fields.prefixes("source_prefixes", wire.getSourcePrefixesList()),
            fields.prefixes("destination_prefixes", wire.getDestinationPrefixesList()),
            ranges(wire.getSourcePortsList()),
            ranges(wire.getDestinationPortsList()),
            wire.getDscpList());
    if (!match.fits(Family.IPV4) && !match.fits(Family.IPV6)) {
      fields.problem(
          "source and destination prefixes have no family in common: no packet can match");
    }
    return match;
  }

  private List<Range> ranges(List<PortRange> wire) {
    List<Range> ranges = new ArrayList<>(wire.size());
    for (PortRange range : wire) {
      boolean good =
          range.getFirst() >= 0 && range.getFirst() <= range.getLast() && range.getLast() <= 65_535;
      if (good) {
        ranges.add(new Range(range.getFirst(), range.getLast()));
      } else {
        fields.problem(
            "port range " + range.getFirst() + "-" + range.getLast() + " is not in 0–65535");
      }
    }
    return ranges;
  }
}
