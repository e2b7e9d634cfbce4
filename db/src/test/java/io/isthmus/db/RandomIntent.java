package io.isthmus.db;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.PortRange;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.net.Vni;
import io.isthmus.domain.overlay.Encryption;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.overlay.OverlayTopology;
import io.isthmus.domain.topology.Access;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.LanSegment;
import io.isthmus.domain.topology.LinkKey;
import io.isthmus.domain.topology.LinkService;
import io.isthmus.domain.topology.PublicKey;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.domain.traffic.Application;
import io.isthmus.domain.traffic.Match;
import io.isthmus.domain.traffic.Protocol;
import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.Threshold;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.domain.traffic.WeightedOverlay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network that uses every field, the same for the same seed. Two seeds give the same names with
 * other values, so that one network can be changed into the other.
 */
final class RandomIntent {
  private static final int SITES = 3;
  private static final int EDGES = 5;
  private static final int OVERLAYS = 4;
  private static final int CLASSES = 3;

  private final Random random;

  /** Different for each network, so that LAN prefixes are apart wherever they end up. */
  private int nextPrefix;

  RandomIntent(long seed) {
    random = new Random(seed);
  }

  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    IntStream.range(0, SITES).forEach(i -> changes.add(new Change.PutSite(site(i))));
    IntStream.range(0, EDGES).forEach(i -> changes.add(new Change.PutEdge(edge(i))));
    IntStream.range(0, EDGES)
        .filter(i -> random.nextBoolean())
        .forEach(i -> changes.add(new Change.Learn(profile(i))));
    IntStream.range(0, OVERLAYS).forEach(i -> changes.add(new Change.PutOverlay(overlay(i))));
    int defaultClass = random.nextInt(CLASSES + 1);
    for (int i = 0; i < CLASSES; i++) {
      TrafficClass trafficClass =
          trafficClass(i, i == defaultClass ? TrafficClass.Role.DEFAULT : TrafficClass.Role.NORMAL);
      changes.add(new Change.PutTrafficClass(trafficClass));
      changes.add(new Change.Steer(decision(trafficClass)));
      changes.add(new Change.PutApplication(application(i, trafficClass)));
    }
    return changes;
  }

  private Site site(int i) {
    return new Site(Name.of("site-" + i), oneOf(SiteKind.values()));
  }

  private Edge edge(int i) {
    return new Edge(
        Name.of("edge-" + i),
        Name.of("site-" + random.nextInt(SITES)),
        IntStream.range(0, 1 + random.nextInt(3)).mapToObj(link -> wanLink(i, link)).toList(),
        IntStream.range(0, random.nextInt(3)).mapToObj(this::lanSegment).toList());
  }

  private EdgeProfile profile(int edge) {
    int wanted = 1 + random.nextInt(65_534);
    EdgeProfile.Standing standing = oneOf(EdgeProfile.Standing.values());
    List<LinkKey> keys =
        standing == EdgeProfile.Standing.REVOKED
            ? List.of()
            : IntStream.rangeClosed(1, random.nextInt(4))
                .mapToObj(link -> new LinkKey(link, wanted, key(), 1 + random.nextInt(65_535)))
                .toList();
    return new EdgeProfile(
        Name.of("edge-" + edge),
        standing,
        wanted,
        1 + random.nextInt(wanted),
        oneOf(EdgeProfile.Step.values()),
        TestClock.START.plusMillis(random.nextInt()),
        keys,
        1 + random.nextInt(65_535));
  }

  private PublicKey key() {
    byte[] bytes = new byte[PublicKey.BYTES];
    random.nextBytes(bytes);
    return PublicKey.of(bytes);
  }

  private WanLink wanLink(int edge, int link) {
    boolean old = random.nextBoolean();
    String net =
        old ? "192.0.%d.".formatted(edge * 8 + link) : "2001:db8:%d:%d::".formatted(edge, link);
    return new WanLink(
        Name.of("link-" + link),
        oneOf(Transport.values()),
        oneOf(Access.values()),
        new InterfaceName("wan" + link + "@x.1"),
        WanLink.Mobility.FIXED,
        Optional.of(IpAddress.parse(net + (1 + random.nextInt(9)))),
        maybe(() -> IpAddress.parse(net + "99")),
        1430 + random.nextInt(7787),
        linkService(),
        0);
  }

  private LinkService linkService() {
    return new LinkService(
        maybeRate(),
        maybeRate(),
        random.nextDouble() * 1_000_000,
        Duration.ofMillis(random.nextInt(10, 60_001)),
        maybeRate());
  }

  private OptionalLong maybeRate() {
    return random.nextInt(3) == 0
        ? OptionalLong.empty()
        : OptionalLong.of(random.nextLong(1, 10_000_000_000_001L));
  }

  private LanSegment lanSegment(int i) {
    boolean old = random.nextBoolean();
    List<Prefix> prefixes =
        IntStream.range(0, 1 + random.nextInt(5)).mapToObj(any -> prefix(old)).toList();
    return new LanSegment(
        Name.of("lan-" + i),
        new InterfaceName("lan" + i),
        prefixes,
        maybe(() -> IpAddress.parse(old ? "10.255.255.1" : "fd00::1")));
  }

  private Prefix prefix(boolean old) {
    int number = nextPrefix++;
    return Prefix.parse(
        old
            ? "10.%d.%d.0/%d".formatted(number / 256, number % 256, 24 + random.nextInt(9))
            : "fd00:%x::/%d".formatted(number, 32 + random.nextInt(97)));
  }

  private Overlay overlay(int i) {
    List<Name> edges = someOf(names("edge-", EDGES), 2);
    OverlayTopology topology = oneOf(OverlayTopology.values());
    List<Name> hubs = topology == OverlayTopology.HUB_AND_SPOKE ? someOf(edges, 1) : List.of();
    List<Transport> transports = someOf(List.of(Transport.values()), 0);
    return new Overlay(
        Name.of("on-" + i),
        topology,
        edges,
        hubs,
        transports,
        oneOf(Encryption.values()),
        maybe(() -> new Vni(100 + i)));
  }

  private TrafficClass trafficClass(int i, TrafficClass.Role role) {
    SteeringPolicy.Strategy strategy = oneOf(SteeringPolicy.Strategy.values());
    List<WeightedOverlay> overlays =
        someOf(names("on-", OVERLAYS), 1).stream()
            .map(name ->
                new WeightedOverlay(
                    name,
                    strategy == SteeringPolicy.Strategy.LOAD_BALANCE ? 1 + random.nextInt(100) : 1))
            .toList();
    return new TrafficClass(
        Name.of("class-" + i),
        role,
        new SteeringPolicy(
            strategy,
            oneOf(SteeringPolicy.Mode.values()),
            overlays,
            oneOf(SteeringPolicy.WhenNoPath.values()),
            oneOf(SteeringPolicy.WhenNoneCompliant.values()),
            oneOf(SteeringPolicy.ExistingFlows.values()),
            Duration.ofMillis(random.nextInt(1_000, 3_600_001)),
            maybe(() -> oneOf(SteeringPolicy.Strategy.values()))),
        maybe(this::sla));
  }

  private SlaObjective sla() {
    return new SlaObjective(
        maybe(() -> below(1_000)),
        maybe(() -> below(1_000)),
        maybe(() -> below(100)),
        maybe(() -> below(100)),
        maybe(() -> {
          double enter = random.nextDouble() * 1e10;
          return threshold(enter, enter * 1.1);
        }));
  }

  private Threshold below(double highest) {
    double enter = random.nextDouble() * highest;
    return threshold(enter, enter * random.nextDouble());
  }

  private Threshold threshold(double enter, double exit) {
    return new Threshold(enter, exit, window(), window());
  }

  private Duration window() {
    return Duration.ofMillis(random.nextInt(100, 300_001));
  }

  private Application application(int i, TrafficClass trafficClass) {
    return new Application(
        Name.of("app-" + i),
        trafficClass.name(),
        random.nextInt(65_536),
        Stream.generate(this::match).limit(1 + random.nextInt(3)).toList());
  }

  private Match match() {
    Protocol protocol =
        oneOf(Protocol.ANY, Protocol.parse("tcp"), new Protocol(132), new Protocol(99));
    boolean old = random.nextBoolean();
    return new Match(
        protocol,
        Stream.generate(() -> prefix(old)).limit(random.nextInt(3)).toList(),
        Stream.generate(() -> prefix(old)).limit(random.nextInt(3)).toList(),
        protocol.hasPorts() ? ports() : List.of(),
        protocol.hasPorts() ? ports() : List.of(),
        random.ints(random.nextInt(3), 0, 64).boxed().toList());
  }

  private List<PortRange> ports() {
    return Stream.generate(
            () -> {
              int first = random.nextInt(65_536);
              return new PortRange(first, first + random.nextInt(65_536 - first));
            })
        .limit(random.nextInt(3))
        .toList();
  }

  private SteeringDecision decision(TrafficClass trafficClass) {
    List<WeightedOverlay> overlays =
        someOf(trafficClass.steering().overlays(), 1).stream()
            .map(entry -> new WeightedOverlay(entry.overlay(), 1 + random.nextInt(100)))
            .toList();
    return new SteeringDecision(
        new UUID(random.nextLong(), random.nextLong()),
        trafficClass.name(),
        maybe(() -> Name.of("edge-0")),
        maybe(() -> Name.of("edge-1")),
        oneOf(SteeringDecision.Direction.values()),
        overlays,
        oneOf(SteeringDecision.Cause.values()),
        oneOf(SteeringDecision.Hold.values()),
        maybe(() -> TestClock.START.plusMillis(random.nextInt())),
        oneOf("", "voice sounds like \"a robot\"", "délai é 👋\n\\u0000"),
        0,
        TestClock.START.plusMillis(random.nextInt()));
  }

  private static List<Name> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> Name.of(prefix + i)).toList();
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value.get());
  }

  @SafeVarargs
  private <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> List<T> someOf(List<T> values, int least) {
    List<T> shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, random);
    return List.copyOf(shuffled.subList(0, least + random.nextInt(values.size() - least + 1)));
  }
}
