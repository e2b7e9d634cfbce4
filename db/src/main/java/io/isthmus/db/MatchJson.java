package io.isthmus.db;

import io.isthmus.domain.net.PortRange;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.traffic.Match;
import io.isthmus.domain.traffic.Protocol;
import java.util.List;

/**
 * The stored form of matches. What is written must be readable for ever: fields may come, none may
 * change its meaning.
 */
record MatchJson(
    int protocol,
    List<String> sourcePrefixes,
    List<String> destinationPrefixes,
    List<PortsJson> sourcePorts,
    List<PortsJson> destinationPorts,
    List<Integer> dscp) {
  record PortsJson(int first, int last) {
    static PortsJson of(PortRange range) {
      return new PortsJson(range.first(), range.last());
    }

    PortRange range() {
      return new PortRange(first, last);
    }
  }

  static String write(List<Match> matches) {
    return Json.write(matches.stream().map(MatchJson::of).toList());
  }

  static List<Match> read(String json) {
    return Json.readList(json, MatchJson.class).stream().map(MatchJson::match).toList();
  }

  private static MatchJson of(Match match) {
    return new MatchJson(
        match.protocol().number(),
        match.sourcePrefixes().stream().map(Prefix::toString).toList(),
        match.destinationPrefixes().stream().map(Prefix::toString).toList(),
        match.sourcePorts().stream().map(PortsJson::of).toList(),
        match.destinationPorts().stream().map(PortsJson::of).toList(),
        match.dscp());
  }

  private Match match() {
    return new Match(
        new Protocol(protocol),
        sourcePrefixes.stream().map(Prefix::parse).toList(),
        destinationPrefixes.stream().map(Prefix::parse).toList(),
        sourcePorts.stream().map(PortsJson::range).toList(),
        destinationPorts.stream().map(PortsJson::range).toList(),
        dscp);
  }
}
