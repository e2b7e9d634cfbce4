package io.isthmus.agent.nft;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.nft.Match.Range;
import io.isthmus.agent.nft.Policy.Remote;
import io.isthmus.agent.nft.Policy.Rule;
import io.isthmus.agent.nft.Policy.Transit;
import io.isthmus.agent.nft.Policy.Tunnels;
import io.isthmus.agent.nft.Policy.Wan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * To the byte: whatever changes here replaces the table on every edge, once. What the compiler
 * makes of plain resources is in its own golden file.
 */
class RulesetTest {

  static Stream<Arguments> policies() {
    return Stream.of(
        Arguments.of("sticky.nft", everything(0, Transit.ALLOWED)),
        Arguments.of("instance.nft", everything(2, Transit.FORBIDDEN)),
        Arguments.of("unclassified.nft", unclassified()),
        Arguments.of("bare.nft", bare()));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void theTextIsThatOfTheGoldenFile(String golden, Policy policy) throws IOException {
    assertThat(Ruleset.of(policy).definition()).isEqualTo(text(golden));
  }

  private static String text(String golden) throws IOException {
    try (InputStream stream = RulesetTest.class.getResourceAsStream(golden)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** More devices than are compared one by one, both families, sticky classes, nested prefixes. */
  private static Policy everything(int instance, Transit transit) {
    return new Policy(
        new Instance(instance),
        4789,
        transit,
        Prefix.parse("fd69:7374:686d::/48"),
        16,
        0x7fff_c000,
        List.of(
            new Wan(1, "wan0", Optional.of(IpAddress.parse("192.0.2.1"))),
            new Wan(2, "wan1", Optional.empty()),
            new Wan(3, "wan1", Optional.empty())),
        List.of("lan0", "lan1"),
        Map.of("wan0", 2, "wan1", 3, "lan0", 4, "lan1", 5, "vx" + instance, 1_730_000 + instance),
        addresses("10.1.0.1", "10.1.1.1", "fd00:0:0:1::1"),
        prefixes("0.0.0.0/0", "10.0.0.0/8", "10.2.0.0/16", "fd00:0:0:2::/64"),
        List.of(
            new Tunnels(addresses("192.0.2.2", "2001:db8::2"), List.of(100, 101)),
            new Tunnels(addresses("192.0.2.3"), List.of(101))),
        List.of(new Tunnels(addresses("fd69:7374:7767:2::1"), List.of(200))),
        addresses("192.0.2.2", "192.0.2.3", "2001:db8::2", "fd69:7374:7767:2::1"),
        862 + instance,
        List.of(862, 863),
        inside(),
        List.of(5, 7),
        List.of(0, 5),
        List.of(
            new Remote(2, prefixes("10.0.0.0/8", "fd00:0:0:2::/64")),
            new Remote(3, prefixes("10.2.0.0/16", "10.2.3.0/24"))),
        List.of(
            new Rule(
                new Match(
                    6,
                    prefixes("10.1.0.0/16", "10.1.2.0/24", "fd00::/16"),
                    prefixes("0.0.0.0/0", "::/0"),
                    List.of(),
                    List.of(new Range(90, 95), new Range(80, 80), new Range(94, 99)),
                    List.of(46, 10, 46)),
                5),
            new Rule(
                new Match(0, List.of(), prefixes("10.9.0.0/16"), List.of(), List.of(), List.of()),
                7),
            new Rule(
                new Match(
                    17,
                    List.of(),
                    List.of(),
                    List.of(new Range(1, 1023)),
                    List.of(new Range(53, 53)),
                    List.of()),
                0)));
  }

  /** Of a second tenant, with one WAN and nothing to tell apart. */
  private static Policy unclassified() {
    return new Policy(
        new Instance(1),
        4789,
        Transit.ALLOWED,
        Prefix.parse("fd69:7374:686d::/48"),
        16,
        0x7fff_0000,
        List.of(new Wan(1, "wan0", Optional.empty())),
        List.of("lan0"),
        Map.of("wan0", 2),
        addresses("10.1.0.1"),
        prefixes("10.2.0.0/16"),
        List.of(new Tunnels(addresses("192.0.2.2"), List.of(100))),
        List.of(),
        addresses("192.0.2.2"),
        863,
        List.of(862),
        inside(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Policy bare() {
    return new Policy(
        Instance.FIRST,
        4789,
        Transit.FORBIDDEN,
        Prefix.parse("fd69:7374:686d::/48"),
        16,
        0x7fff_0000,
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        862,
        List.of(862),
        inside(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Policy.Inside inside() {
    return new Policy.Inside(
        "wg00000-*", Prefix.parse("fd69:7374:7767::/48"), Prefix.parse("fd69:7374:7767:1::/64"));
  }

  private static List<IpAddress> addresses(String... addresses) {
    return Stream.of(addresses).map(IpAddress::parse).toList();
  }

  private static List<Prefix> prefixes(String... prefixes) {
    return Stream.of(prefixes).map(Prefix::parse).toList();
  }
}
