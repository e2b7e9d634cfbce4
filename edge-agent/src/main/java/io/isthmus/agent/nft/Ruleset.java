package io.isthmus.agent.nft;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.nft.Match.Range;
import io.isthmus.agent.nft.Policy.Remote;
import io.isthmus.agent.nft.Policy.Transit;
import io.isthmus.agent.nft.Policy.Wan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The table's text. An established flow costs one look at its conntrack mark, however many
 * applications there are: the mark holds the class, its slot and, in the low 14 bits, the
 * generation of the classification rules under which it was found.
 *
 * <p>Which slot is a new flow's stands in maps that are filled beside: {@link NftTable#turn}.
 *
 * @param definition what stands between the braces of the table, without its comment
 * @param fingerprint of the definition; carried by the table as its comment
 * @param indexes numbers of devices that the definition speaks of
 */
public record Ruleset(String definition, String fingerprint, Map<String, Integer> indexes) {

  private static final int GENERATION_MASK = 0x3fff;

  /** Of devices, in one chain. */
  private static final int MOST_COMPARED = 4;

  /**
   * From outside with an address of the machine's own, or that of a broadcast. The kernel would see
   * to it by a search through all rules for every packet (Linux, {@code fib_validate_source});
   * {@code accept_local} spares it that.
   */
  private static final String FORGED = "meta nfproto ipv4 fib saddr type != unicast";

  /** Of a VXLAN header behind one of UDP. */
  private static final String VNI = "@th,96,24";

  /** Nothing at all: the table does not exist. */
  public static final Ruleset NONE = new Ruleset("", "", Map.of());

  public static Ruleset of(Policy policy) {
    String text = new Writer(policy).write();
    return new Ruleset(text, digest(text).substring(0, 32), policy.indexes());
  }

  public boolean isEmpty() {
    return definition.isEmpty();
  }

  static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String classCounter(int trafficClass) {
    return "class_" + trafficClass;
  }

  /** Of edge numbers, to marks. */
  static String slotMap(int trafficClass) {
    return "slots_" + trafficClass;
  }

  private static final class Writer {

    private final Policy policy;
    private final StringBuilder text = new StringBuilder(4096);
    private final String overlay;
    private final String lans;
    private final String wans;

    Writer(Policy policy) {
      this.policy = policy;
      overlay = quoted(policy.instance().device());
      lans = names(policy.lanDevices());
      wans = names(policy.wans().stream().map(Wan::device).distinct().toList());
    }

    String write() {
      counters();
      sets();
      arriving();
      classification();
      counting();
      forward();
      input();
      leaving();
      return text.toString();
    }

    private boolean hasLan() {
      return !policy.lanDevices().isEmpty();
    }

    private boolean hasWan() {
      return !policy.wans().isEmpty();
    }

    private void counters() {
      line("  counter class_none { }");
      policy.classes().forEach(c -> line("  counter " + classCounter(c) + " { }"));
      line("  counter refused_in_clear { }");
      line("  counter refused_outer { }");
      line("  counter refused_inside { }");
      line("  counter refused_transit { }");
      line("  counter refused_foreign { }");
      line("  counter refused_source { }");
    }

    private void sets() {
      for (Family family : Family.values()) {
        List<Prefix> prefixes = Prefix.outermost(withoutDefault(), family);
        set("overlay_" + name(family), type(family), "flags interval", prefixes);
        List<IpAddress> peers =
            policy.outside().stream()
                .flatMap(tunnels -> tunnels.peers().stream())
                .filter(p -> p.family() == family)
                .sorted()
                .toList();
        set("peers_" + name(family), type(family), "", peers);
        List<IpAddress> probed =
            policy.probed().stream().filter(p -> p.family() == family).toList();
        set("probed_" + name(family), type(family), "", probed);
      }
    }

    /** A default route by an overlay must not shut the edge itself off from its WANs. */
    private List<Prefix> withoutDefault() {
      return policy.overlayPrefixes().stream().filter(p -> p.length() > 0).toList();
    }

    private void set(String name, String type, String flags, Collection<?> elements) {
      line("  set " + name + " {");
      line("    type " + type);
      // With a size, elements of four bytes have the quicker kind of table.
      if (flags.isEmpty() && !elements.isEmpty()) {
        line("    size " + elements.size());
      }
      if (!flags.isEmpty()) {
        line("    " + flags);
      }
      if (!elements.isEmpty()) {
        line("    elements = { " + joined(elements, Object::toString) + " }");
      }
      line("  }");
    }

    /** Outer packets are sorted out by address; tracking each would double the table. */
    private void arriving() {
      chain("arriving", "prerouting", "raw");
      String own = policy.instance().isFirst() ? "accept" : "goto own_domain";
      byDevice("iif", List.of(lans(own), overlay(own), wans("goto from_underlay")));
      line("    iifname " + quoted(policy.insides().devices()) + " goto from_inside");
      line("  }");
      if (!policy.instance().isFirst()) {
        line("  chain own_domain {");
        line("    ct zone set " + policy.instance().zone() + " meta mark set " + own() + " accept");
        line("  }");
      }
      line("  chain from_underlay {");
      line("    udp dport " + policy.vxlanPort() + " goto outer_in");
      line("    udp dport " + policy.probePort() + " jump probe_in");
      line("    ip6 daddr " + policy.tunnelAddresses() + " drop");
      line("    ip6 daddr " + policy.insides().all() + " drop");
      line("  }");
      line("  chain outer_in {");
      networks(policy.outside(), Family.IPV4);
      line("    ip6 daddr " + policy.tunnelAddresses() + " drop");
      line("    ip6 daddr " + policy.insides().all() + " drop");
      networks(policy.outside(), Family.IPV6);
      List<Integer> vnis = vnis();
      if (!vnis.isEmpty()) {
        line(
            "    " + VNI + " " + anyOf(vnis, String::valueOf) + " counter name refused_outer drop");
      }
      line("  }");
      fromInside();
      line("  chain probe_in {");
      line("    ip saddr != @probed_ipv4 drop");
      line("    ip6 saddr != @probed_ipv6 drop");
      line("  }");
    }

    /**
     * Virtual networks are taken from those alone who have a tunnel of them this way: what is to be
     * encrypted is not taken in clear, whoever sends it.
     */
    private void networks(List<Policy.Tunnels> tunnels, Family family) {
      for (Policy.Tunnels some : tunnels) {
        List<IpAddress> peers = some.peers().stream().filter(p -> p.family() == family).toList();
        if (!peers.isEmpty()) {
          String from = ip(family) + " saddr " + anyOf(peers, IpAddress::toString);
          String network = VNI + " " + anyOf(some.vnis(), String::valueOf);
          line("    " + from + " " + network + " notrack accept");
        }
      }
    }

    private static <T> String anyOf(List<T> items, Function<? super T, String> text) {
      return items.size() == 1 ? text.apply(items.getFirst()) : "{ " + joined(items, text) + " }";
    }

    /** Networks of other instances are theirs to judge, and the kernel drops those of nobody. */
    private List<Integer> vnis() {
      return Stream.concat(policy.outside().stream(), policy.inside().stream())
          .flatMap(tunnels -> tunnels.vnis().stream())
          .sorted()
          .distinct()
          .toList();
    }

    /** WireGuard has seen to it that a source is the peer's own. */
    private void fromInside() {
      line("  chain from_inside {");
      line("    ip6 daddr != " + policy.insides().own() + " counter name refused_inside drop");
      line("    udp dport " + policy.vxlanPort() + " goto inner_in");
      line("    ip6 saddr @probed_ipv6 udp dport " + policy.probePort() + " notrack accept");
      line("    ip6 saddr @probed_ipv6 udp sport " + remoteProbePorts() + " notrack accept");
      line("    counter name refused_inside drop");
      line("  }");
      line("  chain inner_in {");
      networks(policy.inside(), Family.IPV6);
      line("    counter name refused_inside drop");
      line("  }");
    }

    /**
     * Where all packets are of one class, there is nothing to tell apart, and no connection needs
     * to be known.
     */
    private boolean classifies() {
      return !policy.rules().isEmpty()
          || !policy.classes().isEmpty()
          || !policy.stickyClasses().isEmpty();
    }

    private void classification() {
      if (!classifies()) {
        return;
      }
      List<String> rules = new ArrayList<>();
      policy.rules().forEach(rule -> rules.addAll(matches(rule)));
      int generation = generation(String.join("\n", rules));
      String mask = hex(policy.markMask());

      policy.stickyClasses().forEach(c -> line("  map " + slotMap(c) + " { type mark : mark; }"));
      String assign =
          "    ct direction original ct mark and "
              + hex(GENERATION_MASK)
              + " != "
              + hex(generation)
              + " jump assign_class";
      String restore = "    meta mark set ct mark and " + mask + orOwn();
      chain("classify", "prerouting", "mangle");
      byDevice(
          "iif",
          List.of(lans("goto classify_lan"), overlay("goto classify_overlay"), wans("accept")));
      line("  }");
      List<Integer> marks = marks();
      line("  chain classify_lan {");
      line(knownMarks(marks, generation, Transit.ALLOWED));
      line(assign);
      line(restore);
      line("  }");
      line("  chain classify_overlay {");
      line(knownMarks(marks, generation, policy.transit()));
      line(assign);
      if (policy.transit() == Transit.ALLOWED) {
        line(restore);
      }
      line("  }");
      for (int mark : marks) {
        if (mark != 0) {
          line("  chain " + markChain(mark) + " {");
          line("    meta mark set " + hex(mark | policy.instance().mark()) + " accept");
          line("  }");
        }
      }
      line("  chain assign_class {");
      for (String rule : rules) {
        line("    " + rule.replace(GENERATION, String.format("%04x", generation)));
      }
      line("    " + verdict(0).replace(GENERATION, String.format("%04x", generation)));
      line("  }");
      if (!policy.stickyClasses().isEmpty()) {
        policy.stickyClasses().forEach(c -> stickyClass(c, generation));
        remoteEdge();
      }
    }

    private String orOwn() {
      return policy.instance().isFirst() ? "" : " or " + own();
    }

    /** Every mark that a packet may have. */
    private List<Integer> marks() {
      List<Integer> marks = new ArrayList<>(marksOf(0));
      policy.classes().forEach(c -> marks.addAll(marksOf(c)));
      return marks;
    }

    /** An established flow is found by its mark as a whole, in one step. */
    private static String knownMarks(List<Integer> marks, int generation, Transit restored) {
      return "    ct mark vmap { "
          + joined(
              marks,
              mark ->
                  hex(mark | generation)
                      + " : "
                      + (mark == 0 || restored == Transit.FORBIDDEN
                          ? "accept"
                          : "goto " + markChain(mark)))
          + " }";
    }

    private static String markChain(int mark) {
      return String.format("mark_%08x", mark);
    }

    /**
     * A flow of a class whose flows stay where they began: one that was seen before keeps its slot,
     * a new one gets that of the edge which it leads to. The packet's mark holds the edge's number
     * meanwhile.
     */
    private void stickyClass(int trafficClass, int generation) {
      String mark = hex(trafficClass << policy.markShift());
      String classBits = hex(CLASS_BITS);
      line("  chain sticky_" + trafficClass + " {");
      line(
          "    ct mark and "
              + hex(GENERATION_MASK)
              + " != 0 ct mark and "
              + classBits
              + " == "
              + mark
              + " ct mark set ct mark and "
              + hex(policy.markMask())
              + " or "
              + hex(generation)
              + " return");
      line("    ct mark set " + mark);
      line("    meta mark set 0");
      line("    jump remote_edge");
      line("    ct mark set meta mark map @" + slotMap(trafficClass));
      line("    ct mark set ct mark or " + hex(generation));
      line("    meta mark set " + own());
      line("  }");
    }

    /**
     * What came from an edge is answered to it, so there the source tells. Prefixes within others
     * are looked up first.
     */
    private void remoteEdge() {
      List<List<Remote>> layers = layers(policy.remotes());
      for (int layer = 0; layer < layers.size(); layer++) {
        for (Family family : Family.values()) {
          edgeMap(layer, family, layers.get(layer));
        }
      }
      line("  chain remote_edge {");
      if (policy.transit() == Transit.FORBIDDEN) {
        line("    iifname " + overlay + " goto remote_edge_by_source");
      }
      edgeLookups("daddr", layers.size());
      if (policy.transit() == Transit.ALLOWED) {
        line("    iifname " + overlay + " goto remote_edge_by_source");
      }
      line("  }");
      line("  chain remote_edge_by_source {");
      edgeLookups("saddr", layers.size());
      line("  }");
    }

    private void edgeLookups(String field, int layers) {
      for (int layer = layers - 1; layer >= 0; layer--) {
        for (Family family : Family.values()) {
          String map = edgeMapName(layer, family);
          line("    meta mark set " + ip(family) + " " + field + " map @" + map);
          line("    meta mark != 0 return");
        }
      }
    }

    private void edgeMap(int layer, Family family, List<Remote> remotes) {
      List<String> elements = new ArrayList<>();
      for (Remote remote : remotes) {
        remote.prefixes().stream()
            .filter(p -> p.family() == family)
            .forEach(p -> elements.add(p + " : " + remote.edge()));
      }
      line("  map " + edgeMapName(layer, family) + " {");
      line("    type " + type(family) + " : mark");
      line("    flags interval");
      if (!elements.isEmpty()) {
        line("    elements = { " + String.join(", ", elements) + " }");
      }
      line("  }");
    }

    private static String edgeMapName(int layer, Family family) {
      return "edges_" + name(family) + "_" + layer;
    }

    /** Prefixes by the number of others that they lie in: within a layer, none overlap. */
    private static List<List<Remote>> layers(List<Remote> remotes) {
      List<Prefix> all = remotes.stream().flatMap(r -> r.prefixes().stream()).toList();
      List<List<Remote>> layers = new ArrayList<>();
      boolean more = true;
      for (int depth = 0; more; depth++) {
        List<Remote> layer = new ArrayList<>();
        more = false;
        for (Remote remote : remotes) {
          List<Prefix> here = new ArrayList<>();
          for (Prefix prefix : remote.prefixes()) {
            long around = all.stream().filter(p -> !p.equals(prefix) && p.contains(prefix)).count();
            more |= around > depth;
            if (around == depth) {
              here.add(prefix);
            }
          }
          layer.add(new Remote(remote.edge(), here));
        }
        layers.add(layer);
      }
      return layers;
    }

    private static final String GENERATION = "GENERATION";

    /** Of a mark. */
    private static final int CLASS_BITS = 0x7fff_0000;

    private List<String> matches(Policy.Rule rule) {
      String verdict = verdict(rule.trafficClass());
      if (!rule.match().needsFamily()) {
        return List.of(layer4(rule.match()) + verdict);
      }
      List<String> lines = new ArrayList<>();
      for (Family family : Family.values()) {
        if (rule.match().fits(family)) {
          lines.add(layer3(rule.match(), family) + layer4(rule.match()) + verdict);
        }
      }
      return lines;
    }

    private String verdict(int trafficClass) {
      return policy.stickyClasses().contains(trafficClass)
          ? "goto sticky_" + trafficClass
          : "ct mark set " + String.format("0x%04x%s", trafficClass, GENERATION) + " return";
    }

    private static String layer3(Match match, Family family) {
      String ip = family == Family.IPV4 ? "ip" : "ip6";
      StringBuilder text = new StringBuilder("meta nfproto " + type(family).replace("_addr", ""));
      text.append(' ');
      text.append(addresses(ip + " saddr", match.sources(), family));
      text.append(addresses(ip + " daddr", match.destinations(), family));
      if (!match.dscp().isEmpty()) {
        List<Integer> dscp = match.dscp().stream().sorted().distinct().toList();
        text.append(ip).append(" dscp { ").append(joined(dscp, String::valueOf)).append(" } ");
      }
      return text.toString();
    }

    /** The family alone stands for all of its addresses. */
    private static String addresses(String field, List<Prefix> prefixes, Family family) {
      List<Prefix> outermost = Prefix.outermost(prefixes, family);
      boolean all = outermost.stream().anyMatch(p -> p.length() == 0);
      return outermost.isEmpty() || all
          ? ""
          : field + " { " + joined(outermost, Prefix::toString) + " } ";
    }

    private static String layer4(Match match) {
      if (match.protocol() == 0) {
        return "";
      }
      return "meta l4proto "
          + match.protocol()
          + " "
          + ports("th sport", match.sourcePorts())
          + ports("th dport", match.destinationPorts());
    }

    private static String ports(String field, List<Range> ranges) {
      List<Range> merged = merged(ranges);
      return merged.isEmpty()
          ? ""
          : field
              + " { "
              + joined(
                  merged, r -> r.first() == r.last() ? "" + r.first() : r.first() + "-" + r.last())
              + " } ";
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

    /** Never zero: a mark of zero is a flow that was never looked at. */
    private static int generation(String rules) {
      int hash = Integer.parseInt(digest(rules), 0, 4, 16) & GENERATION_MASK;
      return hash == 0 ? 1 : hash;
    }

    /**
     * The route is found when packets are counted: without its mark, what is encapsulated finds the
     * outer route in the tunnel's cache (Linux, {@code ip_tunnel_dst_cache_usable}).
     */
    private void counting() {
      List<String> counters = new ArrayList<>(countersOf(0, "class_none"));
      policy.classes().forEach(c -> counters.addAll(countersOf(c, classCounter(c))));
      line("  chain count_class {");
      line(
          counters.size() == 1
              ? "    counter name class_none "
                  + (policy.instance().isFirst() ? "" : "meta mark set 0 ")
                  + "accept"
              : "    counter name meta mark map { "
                  + String.join(", ", counters)
                  + " } meta mark set 0 accept");
      line("  }");
    }

    private List<String> countersOf(int trafficClass, String counter) {
      return marksOf(trafficClass).stream()
          .map(m -> hex(m | policy.instance().mark()) + " : \"" + counter + "\"")
          .toList();
    }

    /** One for each slot. */
    private List<Integer> marksOf(int trafficClass) {
      int slotBit = GENERATION_MASK + 1;
      int slots =
          policy.stickyClasses().contains(trafficClass)
              ? (policy.markMask() & ~CLASS_BITS) / slotBit + 1
              : 1;
      return IntStream.range(0, slots)
          .mapToObj(slot -> trafficClass << policy.markShift() | slot * slotBit)
          .toList();
    }

    private void forward() {
      chain("forward", "forward", "filter");
      line("    " + FORGED + " counter name refused_source drop");
      byDevice(
          "oif", List.of(overlay("goto to_overlay"), lans("goto to_lan"), wans("goto to_wan")));
      line("    meta nfproto ipv6 jump edges_only");
      if (!policy.instance().isFirst()) {
        fromOwn("counter name refused_foreign drop");
      }
      line("  }");
      line("  chain to_overlay {");
      line("    meta nfproto ipv6 jump edges_only");
      line("    tcp flags & (syn | rst) == syn tcp option maxseg size set rt mtu");
      byIndex("iif", List.of(lans("goto count_class")));
      if (hasLan()) {
        line("    iifname " + lans + " goto count_class");
      }
      switch (policy.transit()) {
        case ALLOWED -> line("    iifname " + overlay + " goto count_class");
        case FORBIDDEN -> line("    iifname " + overlay + " counter name refused_transit drop");
      }
      if (hasWan()) {
        line("    iifname " + wans + " drop");
      }
      closed();
      line("  }");
      line("  chain to_lan {");
      line("    meta nfproto ipv6 jump edges_only");
      byIndex("iif", List.of(overlay("accept")));
      if (!policy.instance().isFirst()) {
        fromOwn("accept");
      }
      if (hasWan()) {
        line("    iifname " + wans + " drop");
      }
      closed();
      line("  }");
      line("  chain to_wan {");
      line("    meta nfproto ipv6 jump edges_only");
      if (hasLan()) {
        line(
            "    iifname "
                + lans
                + " counter name refused_in_clear reject with icmpx type admin-prohibited");
      }
      line("    iifname " + overlay + " counter name refused_in_clear drop");
      if (hasWan()) {
        line("    iifname " + wans + " drop");
      }
      refuseInClear();
      line("  }");
      line("  chain edges_only {");
      line("    ip6 daddr " + policy.insides().all() + " drop");
      line("    ip6 saddr " + policy.insides().all() + " drop");
      line("    ip6 daddr " + policy.tunnelAddresses() + " drop");
      line("    ip6 saddr " + policy.tunnelAddresses() + " drop");
      line("  }");
    }

    private void fromOwn(String verdict) {
      if (hasLan()) {
        line("    iifname " + lans + " " + verdict);
      }
      line("    iifname " + overlay + " " + verdict);
    }

    /** The first instance's domain is the machine's; into another's comes nothing but its own. */
    private void closed() {
      if (!policy.instance().isFirst()) {
        line("    counter name refused_foreign drop");
      }
    }

    private void refuseInClear() {
      for (Family family : Family.values()) {
        line(
            "    "
                + ip(family)
                + " daddr @overlay_"
                + name(family)
                + " counter name refused_in_clear drop");
      }
    }

    /** What comes by a WAN was looked at when it arrived. */
    private void input() {
      chain("input", "input", "filter");
      byDevice(
          "iif",
          List.of(wans("goto in_by_wan"), lans("goto in_by_lan"), overlay("goto in_by_overlay")));
      line("  }");
      line("  chain in_by_wan {");
      line("    udp dport " + policy.vxlanPort() + " accept");
      forgedLocally();
      line("  }");
      line("  chain in_by_lan {");
      forgedLocally();
      line("    ip6 daddr " + policy.insides().all() + " drop");
      line("    ip6 daddr " + policy.tunnelAddresses() + " drop");
      if (!policy.instance().isFirst()) {
        // Answers find their way back by the mark of what they answer: those of UDP have none.
        line("    meta l4proto != { icmp, tcp, udp, ipv6-icmp } counter name refused_foreign drop");
        line("    udp dport != { 67, 547 } counter name refused_foreign drop");
      }
      line("    fib daddr . iif type { local, broadcast, multicast, anycast } accept");
      toLanAddresses();
      line("    counter name refused_foreign drop");
      line("  }");
      line("  chain in_by_overlay {");
      forgedLocally();
      line("    ip6 daddr " + policy.insides().all() + " drop");
      line("    ip6 daddr " + policy.tunnelAddresses() + " accept");
      toLanAddresses();
      line("    counter name refused_foreign drop");
      line("  }");
    }

    /** A host that asks for an address has none yet. */
    private void forgedLocally() {
      line("    ip saddr != 0.0.0.0 " + FORGED + " counter name refused_source drop");
    }

    /** Also those of another interface of the same domain. */
    private void toLanAddresses() {
      for (Family family : Family.values()) {
        List<IpAddress> own =
            policy.lanAddresses().stream().filter(a -> a.family() == family).toList();
        if (!own.isEmpty()) {
          line("    " + ip(family) + " daddr " + anyOf(own, IpAddress::toString) + " accept");
        }
      }
    }

    /** What the edge itself sends, encapsulated packets among it. */
    private void leaving() {
      chain("leaving", "output", "raw");
      boolean first = policy.instance().isFirst();
      byDevice(
          "oif",
          first
              ? List.of(wans("goto to_underlay"))
              : List.of(wans("goto to_underlay"), overlay("goto to_own_overlay")));
      line("    oifname " + quoted(policy.insides().devices()) + " goto to_inside");
      line("    oifname != \"lo\" jump outside");
      line("  }");
      if (!first) {
        // The mark has led here; an outer packet that inherits it would not find its WAN.
        line("  chain to_own_overlay {");
        line("    meta mark set 0 accept");
        line("  }");
      }
      // Whatever goes wrong with routes: from inside, nothing gets outside.
      line("  chain outside {");
      line("    ip6 saddr " + policy.insides().own() + " counter name refused_in_clear drop");
      line("  }");
      line("  chain to_inside {");
      line("    ip6 saddr != " + policy.insides().own() + " drop");
      line("    udp dport " + policy.vxlanPort() + " notrack accept");
      line("    udp dport " + remoteProbePorts() + " notrack accept");
      line("    udp sport " + policy.probePort() + " notrack accept");
      line("    drop");
      line("  }");
      line("  chain to_underlay {");
      String vxlan = "    udp dport " + policy.vxlanPort();
      line(vxlan + " ip daddr @peers_ipv4 notrack accept");
      line("    jump outside");
      line(vxlan + " ip6 daddr @peers_ipv6 notrack accept");
      for (Family family : Family.values()) {
        String to = ip(family) + " daddr @probed_" + name(family) + " accept";
        line("    udp dport " + remoteProbePorts() + " " + to);
        line("    udp sport " + policy.probePort() + " " + to);
      }
      if (!policy.instance().isFirst()) {
        // What the machine sends by itself is not this instance's to judge.
        line("    meta mark and " + hex(Instance.MARK_MASK) + " != " + own() + " accept");
      }
      refuseInClear();
      line("  }");
    }

    private String remoteProbePorts() {
      return anyOf(policy.remoteProbePorts(), String::valueOf);
    }

    /** The mark of the instance's packets that have no class. */
    private String own() {
      return hex(policy.instance().mark());
    }

    /** Devices of one kind, and what becomes of their packets. */
    private record Branch(List<String> devices, String verdict) {}

    private Branch lans(String verdict) {
      return new Branch(policy.lanDevices(), verdict);
    }

    private Branch overlay(String verdict) {
      return new Branch(List.of(policy.instance().device()), verdict);
    }

    private Branch wans(String verdict) {
      return new Branch(policy.wans().stream().map(Wan::device).distinct().toList(), verdict);
    }

    /**
     * Devices go by number first, which costs a packet little, and by name where a device has come
     * anew since the numbers were looked up: there is no moment without the right rules.
     */
    private void byDevice(String direction, List<Branch> branches) {
      byIndex(direction, branches);
      List<String> names = new ArrayList<>();
      for (Branch branch : branches) {
        branch.devices().forEach(device -> names.add(quoted(device) + " : " + branch.verdict()));
      }
      if (!names.isEmpty()) {
        line("    " + direction + "name vmap { " + String.join(", ", names) + " }");
      }
    }

    /** A few numbers are compared faster than looked up. */
    private void byIndex(String direction, List<Branch> branches) {
      List<String> rules = new ArrayList<>();
      List<String> elements = new ArrayList<>();
      for (Branch branch : branches) {
        for (String device : branch.devices()) {
          Integer index = policy.indexes().get(device);
          if (index != null) {
            rules.add("    meta " + direction + " " + index + " " + branch.verdict());
            elements.add(index + " : " + branch.verdict());
          }
        }
      }
      if (rules.size() <= MOST_COMPARED) {
        rules.forEach(this::line);
      } else {
        line("    meta " + direction + " vmap { " + String.join(", ", elements) + " }");
      }
    }

    private void chain(String name, String hook, String priority) {
      line("  chain " + name + " {");
      line("    type filter hook " + hook + " priority " + priority + "; policy accept;");
    }

    private void line(String line) {
      text.append(line).append('\n');
    }

    private static String name(Family family) {
      return family == Family.IPV4 ? "ipv4" : "ipv6";
    }

    private static String ip(Family family) {
      return family == Family.IPV4 ? "ip" : "ip6";
    }

    private static String type(Family family) {
      return name(family) + "_addr";
    }

    /** A set costs more to search than one name to compare. */
    private static String names(List<String> devices) {
      return devices.size() == 1
          ? quoted(devices.getFirst())
          : "{ " + joined(devices, Writer::quoted) + " }";
    }

    private static String quoted(String device) {
      return '"' + device + '"';
    }

    private static String hex(int value) {
      return String.format("0x%08x", value);
    }

    private static <T> String joined(Collection<T> items, Function<? super T, String> text) {
      return items.stream().map(text).collect(Collectors.joining(", "));
    }
  }
}
