package io.isthmus.southbound.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.isthmus.domain.fake.Samples;
import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.PortRange;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.plan.PlannedResource;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.PublicKey;
import io.isthmus.domain.traffic.Match;
import io.isthmus.domain.traffic.Protocol;
import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.Threshold;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.fake.EdgeModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireConfigTest {
  private static final EdgeKey EDGE = new EdgeKey(Samples.TENANT, Name.of("e1"));
  private static final int SEEDS = 300;

  /**
   * The expected hashes were computed from the contract's text, without Java and without protoc.
   */
  @Test
  void hashIsThatOfTheContract() {
    WireConfig config =
        config(
            1,
            trafficClass("voice", 32_767),
            new PlannedResource.Tunnel(
                Name.of("on-1"),
                4_096,
                Name.of("e2"),
                Name.of("internet"),
                Name.of("internet"),
                Protection.WIREGUARD),
            new PlannedResource.Settings(
                Name.of("default"),
                Name.of("e1"),
                1,
                1_450,
                4_789,
                PlannedResource.Transit.ALLOWED));

    assertThat(hex(config.hash()))
        .isEqualTo("5f0101b9e463f6fb571f5ad25614d13dd83ef8737baf6cf5e68c90fd878122b5");
    assertThat(hex(config(1).hash()))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @ParameterizedTest
  @MethodSource("oneOfEachKind")
  void everyKindKeepsAllItSays(PlannedResource resource) {
    ConfigResource message = ConfigResources.of(resource.key(), resource);

    assertThat(PlannedResources.of(message)).isEqualTo(resource);
    assertThat(message.getKey()).isEqualTo(resource.key());
  }

  @Test
  void samplesAreOfEveryKind() {
    assertThat(oneOfEachKind().stream().map(PlannedResource::getClass))
        .containsAll(
            Arrays.asList(PlannedResource.class.getPermittedSubclasses()).stream()
                .<Class<? extends PlannedResource>>map(
                    kind -> kind.asSubclass(PlannedResource.class))
                .toList());
  }

  @Test
  void deltaOfNearlyEverythingIsTheWhole() {
    WireConfig before = config(1, IntStream.range(0, 50).mapToObj(i -> random(new Random(i))));
    WireConfig after = config(2, trafficClass("c1", 1));

    assertThat(after.from(before, "n").hasFull()).isTrue();
  }

  @Test
  void convertingAfterAnotherGivesTheSame() {
    seeds(seed -> {
      Random random = new Random(seed);
      SortedMap<String, PlannedResource> resources = someResources(random);
      WireConfig first = WireConfig.of(new EdgePlan(EDGE, 1, new TreeMap<>(resources)));
      change(resources, random);
      EdgePlan plan = new EdgePlan(EDGE, 2, resources);

      WireConfig second = WireConfig.after(first, plan);

      assertThat(second.hash()).as("seed %d", seed).isEqualTo(WireConfig.of(plan).hash());
      assertThat(second.bytes()).as("seed %d", seed).isEqualTo(WireConfig.of(plan).bytes());
    });
  }

  @Test
  void anyDeltaLeadsToTheWholeAndSaysNothingTwice() {
    seeds(seed -> {
      Random random = new Random(seed);
      EdgeModel edge = new EdgeModel();
      SortedMap<String, PlannedResource> resources = someResources(random);
      WireConfig carried = WireConfig.of(new EdgePlan(EDGE, 1, new TreeMap<>(resources)));
      assertThat(edge.apply(carried.full("0")).getConfigResult().hasApplied()).isTrue();
      for (int step = 1; step <= 10; step++) {
        change(resources, random);
        WireConfig next =
            WireConfig.after(carried, new EdgePlan(EDGE, step + 1, new TreeMap<>(resources)));

        ConfigUpdate update = next.from(carried, "n" + step);

        assertThat(edge.apply(update).getConfigResult().hasApplied())
            .as("seed %d step %d", seed, step)
            .isTrue();
        assertThat(edge.carriedHash()).isEqualTo(next.hash());
        assertThat(update.getSerializedSize())
            .as("seed %d step %d", seed, step)
            .isLessThanOrEqualTo((int) next.bytes() + 200);
        carried = next;
      }
    });
  }

  private static List<PlannedResource> oneOfEachKind() {
    Match match =
        new Match(
            Protocol.parse("udp"),
            List.of(Prefix.parse("10.0.0.0/8")),
            List.of(Prefix.parse("10.1.0.0/16"), Prefix.parse("fd00::/8")),
            List.of(new PortRange(0, 65_535)),
            List.of(new PortRange(53, 53), new PortRange(5_000, 5_010)),
            List.of(46, 0));
    Match any = new Match(Protocol.ANY, List.of(), List.of(), List.of(), List.of(), List.of());
    Name name = Name.of("n-1");
    return List.of(
        new PlannedResource.Settings(
            name, Name.of("e"), 65_535, 9_000, 4_789, PlannedResource.Transit.REFUSED),
        new PlannedResource.Settings(
            name, Name.of("e"), 1, 1_280, 1, PlannedResource.Transit.ALLOWED),
        new PlannedResource.WanLink(
            name,
            new InterfaceName("eth0.7@x"),
            Optional.of(IpAddress.parse("198.18.0.1")),
            Optional.of(IpAddress.parse("198.18.0.254")),
            255,
            OptionalLong.of(10_000_000_000_000L),
            OptionalLong.of(1),
            OptionalLong.of(64_000),
            65_535,
            List.of(
                new PlannedResource.Interior(7, IpAddress.parse("fd69:7374:7767:1::1:7"), 1_440),
                new PlannedResource.Interior(8, IpAddress.parse("fd69:7374:7767:1::1:8"), 1_440))),
        new PlannedResource.WanLink(
            name,
            new InterfaceName("w"),
            Optional.empty(),
            Optional.empty(),
            1,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            1,
            List.of()),
        new PlannedResource.Path(
            name,
            Name.of("l"),
            Name.of("r"),
            Optional.of(IpAddress.parse("2001:db8::7")),
            Duration.ofMillis(10),
            OptionalLong.of(7),
            OptionalLong.of(8),
            0.25,
            65_535,
            Optional.empty()),
        new PlannedResource.Path(
            name,
            name,
            name,
            Optional.empty(),
            Duration.ofMinutes(1),
            OptionalLong.empty(),
            OptionalLong.empty(),
            0,
            862,
            Optional.of(
                new PlannedResource.Encrypted(
                    3,
                    8,
                    List.of(
                        new PlannedResource.Peer(
                            8,
                            PublicKey.of(new byte[PublicKey.BYTES]),
                            IpAddress.parse("fd69:7374:7767:2::1:8"),
                            51_820))))),
        new PlannedResource.LanSegment(
            name,
            new InterfaceName("lan0"),
            List.of(Prefix.parse("10.1.0.0/24"), Prefix.parse("fd00:1::/64")),
            Optional.empty()),
        new PlannedResource.LanSegment(
            name,
            new InterfaceName("lan0"),
            List.of(Prefix.parse("10.1.0.0/24")),
            Optional.of(IpAddress.parse("10.0.0.1"))),
        new PlannedResource.RemoteEdge(name, 7, List.of(Prefix.parse("10.2.0.0/24"))),
        new PlannedResource.RemoteEdge(name, 8, List.of()),
        new PlannedResource.Tunnel(name, 16_777_215, name, name, name, Protection.WIREGUARD),
        trafficClass("n-1", 32_767),
        new PlannedResource.TrafficClass(
            name,
            1,
            Optional.of(
                new SlaObjective(
                    Optional.of(Threshold.of(150, 140)),
                    Optional.of(Threshold.of(300, 0)),
                    Optional.of(
                        new Threshold(30, 20, Duration.ofMillis(100), Duration.ofMinutes(5))),
                    Optional.of(Threshold.of(1, 0.5)),
                    Optional.of(Threshold.of(1e6, 2e6)))),
            SteeringPolicy.Strategy.LOAD_BALANCE,
            SteeringPolicy.Mode.STATIC,
            SteeringPolicy.WhenNoneCompliant.DROP,
            SteeringPolicy.ExistingFlows.STICKY,
            Duration.ofHours(1),
            Optional.of(SteeringPolicy.Strategy.PREDICTIVE_STABLE)),
        new PlannedResource.Steering(
            name,
            name,
            List.of(
                new PlannedResource.Member("tunnel/a/b/c/d", 256),
                new PlannedResource.Member("tunnel/a/b/c/e", 1)),
            List.of(
                new PlannedResource.Candidate("tunnel/a/b/c/d", 0, 256),
                new PlannedResource.Candidate("tunnel/a/b/c/e", 63, 1)),
            Optional.of(UUID.randomUUID()),
            SteeringDecision.Hold.PIN),
        steering(name, List.of()),
        new PlannedResource.Application(name, name, 65_535, List.of(match, any)));
  }

  private static SortedMap<String, PlannedResource> someResources(Random random) {
    SortedMap<String, PlannedResource> resources = new TreeMap<>();
    int count = random.nextInt(40);
    for (int i = 0; i < count; i++) {
      put(resources, random(random));
    }
    return resources;
  }

  private static void change(SortedMap<String, PlannedResource> resources, Random random) {
    for (int i = random.nextInt(4); i > 0; i--) {
      put(resources, random(random));
    }
    for (int i = random.nextInt(4); i > 0 && !resources.isEmpty(); i--) {
      resources.remove(resources.keySet().toArray()[random.nextInt(resources.size())]);
    }
  }

  private static PlannedResource random(Random random) {
    Name name = Name.of("n" + random.nextInt(30));
    return switch (random.nextInt(3)) {
      case 0 -> trafficClass(name.value(), 1 + random.nextInt(3));
      case 1 ->
          new PlannedResource.RemoteEdge(
              name, 1 + random.nextInt(2), List.of(Prefix.parse("10.2.0.0/24")));
      default -> steering(name, List.of(new PlannedResource.Member("t", 1 + random.nextInt(2))));
    };
  }

  private static PlannedResource.TrafficClass trafficClass(String name, int number) {
    return new PlannedResource.TrafficClass(
        Name.of(name),
        number,
        Optional.empty(),
        SteeringPolicy.Strategy.PREFERRED,
        SteeringPolicy.Mode.DYNAMIC,
        SteeringPolicy.WhenNoneCompliant.BEST_AVAILABLE,
        SteeringPolicy.ExistingFlows.MOVE_NOW,
        Duration.ofSeconds(30),
        Optional.empty());
  }

  private static PlannedResource.Steering steering(
      Name name, List<PlannedResource.Member> members) {
    return new PlannedResource.Steering(
        name, name, members, List.of(), Optional.empty(), SteeringDecision.Hold.PREFER);
  }

  private static void put(SortedMap<String, PlannedResource> map, PlannedResource resource) {
    map.put(resource.key(), resource);
  }

  private static WireConfig config(long revision, PlannedResource... resources) {
    return config(revision, Arrays.stream(resources));
  }

  private static WireConfig config(
      long revision, java.util.stream.Stream<? extends PlannedResource> resources) {
    SortedMap<String, PlannedResource> map = new TreeMap<>();
    resources.forEach(resource -> put(map, resource));
    return WireConfig.of(new EdgePlan(EDGE, revision, map));
  }

  private static void seeds(java.util.function.LongConsumer test) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      test.accept(seed);
    }
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
