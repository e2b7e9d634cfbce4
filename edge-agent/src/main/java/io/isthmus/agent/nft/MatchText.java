package io.isthmus.agent.nft;

import static io.isthmus.agent.nft.RulesetText.ip;
import static io.isthmus.agent.nft.RulesetText.joined;
import static io.isthmus.agent.nft.RulesetText.name;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.nft.Match.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A {@link Match} in nft's words. Pure. */
final class MatchText {

  private MatchText() {}

  /** A condition for each family that can match, or one for both; each ends with a space. */
  static List<String> of(Match match) {
    if (!match.needsFamily()) {
      return List.of(layer4(match));
    }
    List<String> conditions = new ArrayList<>();
    for (Family family : Family.values()) {
      if (match.fits(family)) {
        conditions.add(layer3(match, family) + layer4(match));
      }
    }
    return conditions;
  }

  private static String layer3(Match match, Family family) {
    return "meta nfproto "
        + name(family)
        + " "
        + addresses(ip(family) + " saddr", match.sources(), family)
        + addresses(ip(family) + " daddr", match.destinations(), family)
        + dscp(match, family);
  }

  /** The family alone stands for all of its addresses. */
  private static String addresses(String field, List<Prefix> prefixes, Family family) {
    List<Prefix> outermost = Prefix.outermost(prefixes, family);
    boolean all = outermost.stream().anyMatch(p -> p.length() == 0);
    return outermost.isEmpty() || all
        ? ""
        : field + " { " + joined(outermost, Prefix::toString) + " } ";
  }

  private static String dscp(Match match, Family family) {
    List<Integer> dscp = match.dscp().stream().sorted().distinct().toList();
    return dscp.isEmpty() ? "" : ip(family) + " dscp { " + joined(dscp, String::valueOf) + " } ";
  }

  private static String layer4(Match match) {
    return match.protocol() == 0
        ? ""
        : "meta l4proto "
            + match.protocol()
            + " "
            + ports("th sport", match.sourcePorts())
            + ports("th dport", match.destinationPorts());
  }

  private static String ports(String field, List<Range> ranges) {
    return ranges.isEmpty() ? "" : field + " { " + joined(merged(ranges), MatchText::range) + " } ";
  }

  private static String range(Range range) {
    return range.first() == range.last() ? "" + range.first() : range.first() + "-" + range.last();
  }

  /** nft refuses ranges that overlap. */
  private static List<Range> merged(List<Range> ranges) {
    List<Range> merged = new ArrayList<>();
    for (Range range : ranges.stream().sorted(Comparator.comparingInt(Range::first)).toList()) {
      if (!merged.isEmpty() && range.first() <= merged.getLast().last() + 1) {
        Range last = merged.removeLast();
        merged.add(new Range(last.first(), Math.max(last.last(), range.last())));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }
}
