package io.isthmus.agent.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.desired.Numbering;
import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.netlink.Change;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.Blackhole;
import io.isthmus.agent.netlink.KernelObject.DeviceAddress;
import io.isthmus.agent.netlink.KernelObject.Encapsulation;
import io.isthmus.agent.netlink.KernelObject.HopGroup;
import io.isthmus.agent.netlink.KernelObject.Member;
import io.isthmus.agent.netlink.KernelObject.Neighbour;
import io.isthmus.agent.netlink.KernelObject.Route;
import io.isthmus.agent.netlink.KernelObject.Rule;
import io.isthmus.agent.netlink.KernelObject.Target;
import io.isthmus.agent.netlink.KernelObject.ToHop;
import io.isthmus.agent.netlink.KernelObject.TunnelHop;
import io.isthmus.agent.netlink.KernelObject.UnknownHop;
import io.isthmus.agent.netlink.KernelObject.Vni;
import io.isthmus.agent.netlink.KernelObject.VxlanDevice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanTest {

  private static final VxlanDevice DEVICE =
      new VxlanDevice("vx0", Numbering.mac(1), 1430, 4789, true);
  private static final KernelObject ADDRESS = new DeviceAddress("vx0", Numbering.linkLocal(1), 64);
  private static final KernelObject NEIGHBOUR =
      new Neighbour("vx0", Numbering.linkLocal(2), Numbering.mac(2));
  private static final KernelObject HOP_1 = hop(1, 100);
  private static final KernelObject HOP_2 = hop(2, 101);
  private static final int GROUP = Numbering.group(io.isthmus.agent.net.Instance.FIRST, 5, 2);
  private static final KernelObject RULE = new Rule(Family.IPV4, 3500, null, null, 0, 0, 42_767);

  private static KernelObject hop(int id, int vni) {
    return new TunnelHop(
        id,
        new Encapsulation(
            "vx0",
            Numbering.linkLocal(2),
            vni,
            IpAddress.parse("192.0.2.1"),
            IpAddress.parse("192.0.2.2")));
  }

  private static KernelObject group(int... hops) {
    List<Member> members = new ArrayList<>();
    for (int hop : hops) {
      members.add(new Member(hop, 1));
    }
    return new HopGroup(GROUP, members);
  }

  private static KernelObject route(Target target) {
    return new Route(Prefix.parse("10.2.0.0/24"), 10_005, target, null);
  }

  private static final List<KernelObject> WHOLE =
      List.of(
          DEVICE,
          ADDRESS,
          new Vni("vx0", 100),
          NEIGHBOUR,
          HOP_1,
          group(1),
          route(new ToHop(GROUP)),
          RULE);

  private static List<KernelObject> whole(KernelObject... others) {
    List<KernelObject> objects = new ArrayList<>(WHOLE);
    for (KernelObject other : others) {
      objects.removeIf(o -> o.key().equals(other.key()));
      objects.add(other);
    }
    return objects;
  }

  private static List<KernelObject> without(Object... keys) {
    return WHOLE.stream().filter(o -> !List.of(keys).contains(o.key())).toList();
  }

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of("the same is nothing", WHOLE, WHOLE, List.of()),
        Arguments.of(
            "another member replaces the group, the new hop first, the old one last",
            WHOLE,
            Stream.concat(without(HOP_1.key(), group().key()).stream(), Stream.of(group(2), HOP_2))
                .toList(),
            List.of("add " + HOP_2, "replace " + group(2), "remove " + HOP_1)),
        Arguments.of(
            "no member left: routes turn before the group goes",
            WHOLE,
            Stream.concat(
                    without(group().key()).stream().filter(o -> !(o instanceof Route)),
                    Stream.of(route(new Blackhole())))
                .toList(),
            List.of("replace " + route(new Blackhole()), "remove " + group(1))),
        Arguments.of(
            "members again: the group comes before routes turn",
            whole(route(new Blackhole())).stream().filter(o -> !(o instanceof HopGroup)).toList(),
            WHOLE,
            List.of("add " + group(1), "replace " + route(new ToHop(GROUP)))),
        Arguments.of(
            "another MTU changes the device in place",
            WHOLE,
            whole(new VxlanDevice("vx0", Numbering.mac(1), 1400, 4789, true)),
            List.of("replace link vx0")),
        Arguments.of(
            "a missing device is made first",
            List.of(RULE),
            WHOLE,
            List.of(
                "add link vx0",
                "replace link vx0",
                "add " + ADDRESS,
                "add vni 100 dev vx0",
                "add " + NEIGHBOUR,
                "add " + HOP_1,
                "add " + group(1),
                "add " + route(new ToHop(GROUP)))),
        Arguments.of(
            "everything goes from the top down",
            WHOLE,
            List.of(),
            List.of(
                "remove " + RULE,
                "remove " + route(new ToHop(GROUP)),
                "remove " + group(1),
                "remove " + HOP_1,
                "remove " + NEIGHBOUR,
                "remove vni 100 dev vx0",
                "remove " + ADDRESS,
                "remove link vx0")),
        Arguments.of(
            "what is no group gives way to one",
            whole(new UnknownHop(GROUP)),
            WHOLE,
            List.of("remove nexthop " + Integer.toUnsignedString(GROUP), "add " + group(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void fromCurrentToDesired(
      String name, List<KernelObject> current, List<KernelObject> desired, List<String> expected) {
    assertThat(Plan.between(current, desired).all())
        .extracting(Change::toString)
        .isEqualTo(expected);
  }

  @Test
  void anotherPortTakesTheDeviceAndAllOnItDownAndUp() {
    VxlanDevice other = new VxlanDevice("vx0", Numbering.mac(1), 1430, 14_789, true);

    Plan plan = Plan.between(WHOLE, whole(other));

    assertThat(plan.foundations()).hasToString("[remove link vx0, add link vx0]");
    assertThat(plan.additions()).hasSize(7);
    assertThat(plan.removals()).isEmpty();
  }

  @Test
  void inputOrderDoesNotMatter() {
    List<KernelObject> desired = new ArrayList<>(WHOLE);
    for (int vni = 101; vni < 200; vni++) {
      desired.add(new Vni("vx0", vni));
    }
    List<Change> expected = Plan.between(List.of(), desired).additions();
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(desired, new Random(seed));
      assertThat(Plan.between(List.of(), desired).additions())
          .as("seed " + seed)
          .isEqualTo(expected);
    }
  }
}
