package io.isthmus.agent.desired;

import static io.isthmus.agent.testbed.Resources.application;
import static io.isthmus.agent.testbed.Resources.lan;
import static io.isthmus.agent.testbed.Resources.path;
import static io.isthmus.agent.testbed.Resources.pathKey;
import static io.isthmus.agent.testbed.Resources.ports;
import static io.isthmus.agent.testbed.Resources.remote;
import static io.isthmus.agent.testbed.Resources.settings;
import static io.isthmus.agent.testbed.Resources.steering;
import static io.isthmus.agent.testbed.Resources.trafficClass;
import static io.isthmus.agent.testbed.Resources.tunnel;
import static io.isthmus.agent.testbed.Resources.tunnelKey;
import static io.isthmus.agent.testbed.Resources.wan;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.desired.Compiler.Compiled;
import io.isthmus.agent.desired.Compiler.Devices;
import io.isthmus.agent.desired.Compiler.Invalid;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.netlink.Interface;
import io.isthmus.agent.netlink.Interfaces;
import io.isthmus.agent.netlink.KernelFeatures;
import io.isthmus.agent.wireguard.Encryption;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.Match;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompilerTest {

  private static final Interfaces DEVICES =
      new Interfaces(
          List.of(
              device(1, "lo", "127.0.0.1/8"),
              device(2, "wan0", "192.0.2.1/24"),
              device(3, "wan1", "198.51.100.1/24"),
              device(4, "lan0", "10.1.0.1/24", "fd00:0:0:1::1/64")));

  private static Interface device(int index, String name, String... addresses) {
    List<Interface.Address> parsed = new ArrayList<>();
    for (String address : addresses) {
      String[] parts = address.split("/", -1);
      parsed.add(new Interface.Address(IpAddress.parse(parts[0]), Integer.parseInt(parts[1])));
    }
    return new Interface(index, name, true, 1500, parsed);
  }

  private static final Machine MACHINE =
      new Machine(new KernelFeatures(true, true, true, false, true), Encryption.NONE, 862);

  private static final List<ConfigResource> GOOD =
      List.of(
          settings(1, false),
          wan(1, 0),
          wan("wan1", "wan1", "198.51.100.1", "198.51.100.254", 2),
          lan(1),
          trafficClass("default", 32767),
          trafficClass("video", 5),
          application("video", "video", 10, ports(17, 5000, 5010)),
          application("web", "default", 5, ports(6, 80, 80)),
          remote(2),
          path(2, 0),
          path(2, 1),
          tunnel(0, 2, 0),
          tunnel(0, 2, 1),
          tunnel(1, 2, 0),
          steering("default", 2, tunnelKey(0, 2, 0) + "=70", tunnelKey(0, 2, 1) + "=30"),
          steering("video", 2));

  private static Compiler.Result compile(List<ConfigResource> resources) {
    return Compiler.compile(
        ConfigSet.of(resources),
        DEVICES,
        Devices.REQUIRED,
        new HopIds(io.isthmus.agent.net.Instance.FIRST),
        DesiredState.NOTHING,
        MACHINE);
  }

  private static DesiredState state(List<ConfigResource> resources) {
    return switch (compile(resources)) {
      case Compiled compiled -> compiled.state();
      case Invalid invalid -> throw new AssertionError(invalid.toString());
    };
  }

  /** Replaces resources of the same key. */
  private static List<ConfigResource> with(ConfigResource... changes) {
    Map<String, ConfigResource> byKey = new TreeMap<>();
    GOOD.forEach(r -> byKey.put(r.getKey(), r));
    for (ConfigResource change : changes) {
      byKey.put(change.getKey(), change);
    }
    return List.copyOf(byKey.values());
  }

  @Test
  void objectsAreThoseOfTheGoldenFile() throws IOException {
    String objects =
        state(GOOD).objects().stream().map(Object::toString).collect(Collectors.joining("\n"));

    assertThat(objects + "\n").isEqualTo(golden("objects.txt"));
  }

  @Test
  void theRuleSetIsThatOfTheGoldenFile() throws IOException {
    assertThat(state(GOOD).ruleset().definition()).isEqualTo(golden("ruleset.nft"));
  }

  private static String golden(String name) throws IOException {
    try (InputStream stream = CompilerTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theOrderOfResourcesDoesNotMatter() {
    assertThat(state(GOOD.reversed()).objects()).isEqualTo(state(GOOD).objects());
    assertThat(state(GOOD.reversed()).ruleset()).isEqualTo(state(GOOD).ruleset());
  }

  @Test
  void anEmptySetIsNothing() {
    assertThat(state(List.of()).isNothing()).isTrue();
    assertThat(state(List.of()).ruleset().isEmpty()).isTrue();
  }

  @Test
  void aRerouteSharesAllButTheGroup() {
    HopIds ids = new HopIds(io.isthmus.agent.net.Instance.FIRST);
    DesiredState before = compiled(ids, GOOD, DesiredState.NOTHING);
    DesiredState after = compiled(ids, with(steering("default", 2, tunnelKey(0, 2, 1))), before);

    assertThat(after.objectsNotSharedWith(before)).singleElement().asString().contains("group");
    assertThat(after.ruleset()).isSameAs(before.ruleset());
  }

  @Test
  void aRerouteWithoutCompilingGivesWhatCompilingGives() {
    HopIds ids = new HopIds(io.isthmus.agent.net.Instance.FIRST);
    DesiredState before = compiled(ids, GOOD, DesiredState.NOTHING);
    for (ConfigResource change :
        List.of(
            steering("default", 2, tunnelKey(0, 2, 1)),
            steering("default", 2),
            steering("video", 2, tunnelKey(1, 2, 0) + "=3", tunnelKey(0, 2, 0)))) {
      DesiredState quick =
          Reroute.to(before, ConfigSet.of(with(change)), List.of()).orElseThrow().state();

      assertThat(quick.objects()).isEqualTo(compiled(ids, with(change), before).objects());
      assertThat(quick.config().hash()).isEqualTo(ConfigSet.of(with(change)).hash());
    }
  }

  @Test
  void whateverElseIsNewIsCompiled() {
    DesiredState before = state(GOOD);
    for (ConfigResource change :
        List.of(
            steering("default", 2, "t/none"),
            tunnel(7, 2, 0),
            trafficClass("video", 6),
            settings(1, true))) {
      assertThat(Reroute.to(before, ConfigSet.of(with(change)), List.of())).isEmpty();
    }
    assertThat(Reroute.to(before, ConfigSet.of(List.of()), List.of())).isEmpty();
    assertThat(Reroute.to(DesiredState.NOTHING, ConfigSet.of(GOOD), List.of())).isEmpty();
  }

  private static DesiredState compiled(
      HopIds ids, List<ConfigResource> resources, DesiredState previous) {
    return ((Compiled)
            Compiler.compile(
                ConfigSet.of(resources), DEVICES, Devices.REQUIRED, ids, previous, MACHINE))
        .state();
  }

  @Test
  void numbersOfRefusedTunnelsAreGivenAgain() {
    HopIds ids = new HopIds(io.isthmus.agent.net.Instance.FIRST);
    compiled(ids, GOOD, DesiredState.NOTHING);
    ids.commit(List.of());
    String first = hop(compiled(ids, with(tunnel(2, 2, 0)), DesiredState.NOTHING), 102);
    ids.abort();

    assertThat(hop(compiled(ids, with(tunnel(3, 2, 0)), DesiredState.NOTHING), 103))
        .isEqualTo(first.replace("vni 102", "vni 103"));
  }

  private static String hop(DesiredState state, int vni) {
    return state.objects().stream()
        .map(Object::toString)
        .filter(o -> o.startsWith("nexthop") && o.contains("vni " + vni))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void allErrorsComeAtOnce() {
    List<ConfigResource> bad =
        with(settings(70_000, false), lan(300), steering("video", 2, "t/none"), remote(2, "x"));

    assertThat(((Invalid) compile(bad)).problems())
        .extracting(Problem::key)
        .contains("settings", "lan/lan0", "s/video/2", "edge/2");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(settings(0, false), "settings", "edge_number 0 is not in 1–65535"),
        Arguments.of(settings(1, false, 1279), "settings", "overlay_mtu 1279 is not in 1280"),
        Arguments.of(
            wan("x", "nope", "192.0.2.9", "", 9), "wan/x", "interface nope does not exist"),
        Arguments.of(wan("x", "wan0", "192.0.2.9", "", 9), "wan/x", "has no address 192.0.2.9"),
        Arguments.of(
            wan("wan0", "wan0", "192.0.2.1", "10.9.9.9", 1), "wan/wan0", "is on no subnet of wan0"),
        Arguments.of(
            wan("wan0", "wan0", "192.0.2.1", "fe80::1", 1), "wan/wan0", "not in the family"),
        Arguments.of(
            wan("wan0", "wan0", "192.0.2.1", "", 2), "wan/wan1", "number 2 is that of wan/wan0"),
        Arguments.of(wan("x", "lan0", "10.1.0.1", "", 9), "lan/lan0", "is that of wan/x"),
        Arguments.of(wan("x", "vx0", "10.1.0.1", "", 9), "wan/x", "cannot be a WAN"),
        Arguments.of(remote(1), "edge/1", "edge number 1 is that of settings"),
        Arguments.of(remote(3, "10.2.0.0/24"), "edge/3", "10.2.0.0/24 is that of edge/2"),
        Arguments.of(remote(2, "10.2.0.1/24"), "edge/2", "write 10.2.0.0/24"),
        Arguments.of(tunnel(0, 3, 0), "t/0/3/0", "remote edge 'edge-3' is not in the set"),
        Arguments.of(path(2, 0, "2001:db8::2"), pathKey(2, 0), "is not in the family of 192.0.2.1"),
        Arguments.of(path(2, 0, "224.0.0.1"), pathKey(2, 0), "cannot be reached"),
        Arguments.of(path(2, 0, ""), pathKey(2, 0), "'' is not an IP address"),
        Arguments.of(trafficClass("x", 5), "class/x", "number 5 is that of class/video"),
        Arguments.of(trafficClass("x", 32_768), "class/x", "number 32768 is not in"),
        Arguments.of(steering("nope", 2), "s/nope/2", "traffic class 'nope' is not in the set"),
        Arguments.of(steering("video", 9), "s/video/9", "destination edge 'edge-9' is not in"),
        Arguments.of(
            steering("video", 2, tunnelKey(0, 2, 0) + "=257"), "s/video/2", "257 is not in 1–256"),
        Arguments.of(
            steering("video", 2, tunnelKey(0, 2, 0), tunnelKey(0, 2, 0)),
            "s/video/2",
            "is a member twice"),
        Arguments.of(application("x", "nope", 1), "app/x", "traffic class 'nope' is not in"),
        Arguments.of(
            application("x", "video", 1, ports(1, 5, 6)), "app/x", "do not fit protocol 1"),
        Arguments.of(application("x", "video", 1, ports(6, 9, 8)), "app/x", "port range 9-8"),
        Arguments.of(
            application("x", "video", 1, Match.newBuilder().addDscp(64).build()),
            "app/x",
            "dscp 64 is not in 0–63"),
        Arguments.of(
            application(
                "x",
                "video",
                1,
                Match.newBuilder()
                    .addSourcePrefixes("10.0.0.0/8")
                    .addDestinationPrefixes("fd00::/8")
                    .build()),
            "app/x",
            "no family in common"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void everyMistakeIsNamedWithItsMend(ConfigResource mistake, String key, String message) {
    assertThat(compile(with(mistake)))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .anySatisfy(problem -> {
                      assertThat(problem.key()).isEqualTo(key);
                      assertThat(problem.message()).contains(message);
                    }));
  }
}
