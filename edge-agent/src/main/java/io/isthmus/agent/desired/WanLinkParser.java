package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Resource.Inside;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.southbound.api.v1.WanLink;
import io.isthmus.southbound.api.v1.WireGuardInterface;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A WAN link with its WireGuard interfaces. */
final class WanLinkParser {

  private static final int MAX_INSIDE_MTU = 65_100;

  private final Fields fields;

  private WanLinkParser(Fields fields) {
    this.fields = fields;
  }

  static Optional<Resource> parse(WanLink wire, Fields fields) {
    return new WanLinkParser(fields).wanLink(wire);
  }

  private Optional<Resource> wanLink(WanLink wire) {
    fields.named("name", wire.getName());
    fields.device(wire.getInterface());
    fields.within("number", wire.getNumber(), 1, 255);
    fields.notNegative("egress_rate_bps", wire.getEgressRateBps());
    fields.notNegative("ingress_rate_bps", wire.getIngressRateBps());
    fields.notNegative("probe_budget_bps", wire.getProbeBudgetBps());
    IpAddress gateway = fields.optionalAddress("gateway", wire.getGateway());
    IpAddress address = wire.getRoaming() ? null : fields.address("address", wire.getAddress());
    if (address != null && !address.isRoutableUnicast()) {
      fields.problem("address " + address + " cannot carry a tunnel: give a global or private one");
    }
    if (gateway != null && address != null && gateway.family() != address.family()) {
      fields.problem("gateway " + gateway + " is not in the family of address " + address);
    }
    // Configurations that were made before paths were encrypted have 0.
    fields.within(
        "wireguard_generation", wire.getWireguardGeneration(), 0, ResourceParser.MAX_GENERATION);
    if (address == null && !wire.getRoaming()) {
      return Optional.empty();
    }
    return Optional.of(
        new Resource.WanLink(
            wire.getName(),
            wire.getInterface(),
            address,
            gateway,
            wire.getNumber(),
            wire.getEgressRateBps(),
            wire.getIngressRateBps(),
            wire.getProbeBudgetBps(),
            wire.getWireguardGeneration(),
            insides(wire)));
  }

  private List<Inside> insides(WanLink wire) {
    List<Inside> insides = new ArrayList<>();
    Set<Integer> generations = new HashSet<>();
    for (WireGuardInterface inside : wire.getWireguardInterfacesList()) {
      fields.within(
          "wireguard_interfaces.generation",
          inside.getGeneration(),
          1,
          ResourceParser.MAX_GENERATION);
      fields.within(
          "wireguard_interfaces.mtu",
          inside.getMtu(),
          ResourceParser.MIN_OVERLAY_MTU,
          MAX_INSIDE_MTU);
      if (!generations.add(inside.getGeneration())) {
        fields.problem("generation " + inside.getGeneration() + " has two interfaces");
      }
      fields
          .inside("wireguard_interfaces.address", inside.getAddress())
          .ifPresent(a -> insides.add(new Inside(inside.getGeneration(), a, inside.getMtu())));
    }
    return List.copyOf(insides);
  }
}
