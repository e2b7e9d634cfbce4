package io.isthmus.northbound.application;

import io.isthmus.domain.net.PortRange;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.traffic.Match;
import io.isthmus.domain.traffic.Protocol;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Reading;
import io.isthmus.northbound.document.Readings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads and shows match rules. */
final class MatchReading {
  private static final Reading<Prefix> PREFIX = Readings.parsed(Prefix::parse);
  private static final Reading<PortRange> PORTS = Readings.parsedTextOrNumber(PortRange::parse);
  private static final Map<String, String> FIELD_OF_CODE =
      Map.of("DSCP_OUT_OF_RANGE", "dscp", "PORTS_WITHOUT_TRANSPORT", "protocol");

  private MatchReading() {}

  static Optional<Match> read(JsonNode node, String pointer, Errors errors) {
    return Fields.of(node, pointer, errors).flatMap(MatchReading::read);
  }

  static ApplicationView.MatchView view(Match match) {
    return new ApplicationView.MatchView(
        match.protocol().toString(),
        texts(match.sourcePrefixes()),
        texts(match.destinationPrefixes()),
        texts(match.sourcePorts()),
        texts(match.destinationPorts()),
        match.dscp().isEmpty() ? null : match.dscp());
  }

  private static Optional<Match> read(Fields fields) {
    Optional<Protocol> protocol =
        fields.optional("protocol", Readings.parsedTextOrNumber(Protocol::parse));
    List<Prefix> sourcePrefixes = fields.list("sourcePrefixes", PREFIX);
    List<Prefix> destinationPrefixes = fields.list("destinationPrefixes", PREFIX);
    List<PortRange> sourcePorts = fields.list("sourcePorts", PORTS);
    List<PortRange> destinationPorts = fields.list("destinationPorts", PORTS);
    List<Integer> dscp = fields.list("dscp", Readings.INTEGER);
    return fields.build(
        FIELD_OF_CODE,
        () ->
            new Match(
                protocol.orElse(Protocol.ANY),
                sourcePrefixes,
                destinationPrefixes,
                sourcePorts,
                destinationPorts,
                dscp));
  }

  private static @Nullable List<String> texts(List<?> items) {
    return items.isEmpty() ? null : items.stream().map(Object::toString).toList();
  }
}
