package io.isthmus.domain.intent;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.WanLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules between what overlays are to encrypt and the WAN links that they run over. Only edges
 * with a link that roams or is narrow can break one; there are few.
 */
final class EncryptionRules {
  /** Least MTU of IPv6 (RFC 8200), which the overlay's own next hops need. */
  private static final int LEAST_INSIDE = 1_280;

  private final Map<Name, Edge> suspects = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  private EncryptionRules() {}

  static List<Violation> violations(Network network) {
    EncryptionRules rules = new EncryptionRules();
    for (Declared<Edge> edge : network.edges().values()) {
      if (edge.value().wanLinks().stream().anyMatch(link -> link.isRoaming() || isNarrow(link))) {
        rules.suspects.put(edge.value().name(), edge.value());
      }
    }
    if (!rules.suspects.isEmpty()) {
      network.overlays().values().forEach(overlay -> rules.check(overlay.value()));
    }
    return rules.violations;
  }

  private void check(Overlay overlay) {
    List<Name> roaming = new ArrayList<>();
    for (Name member : overlay.edges()) {
      Edge edge = suspects.get(member);
      if (edge != null) {
        checkMtu(overlay, edge);
        if (checkRoams(overlay, edge)) {
          roaming.add(member);
        }
      }
    }
    checkPairs(overlay, roaming);
  }

  private void checkMtu(Overlay overlay, Edge edge) {
    for (int i = 0; i < edge.wanLinks().size(); i++) {
      WanLink link = edge.wanLinks().get(i);
      boolean tooNarrow = protection(overlay, link) == Protection.WIREGUARD && isNarrow(link);
      if (overlay.runsOver(link.transport()) && tooNarrow) {
        violations.add(
            new Violation(
                Violation.Code.MTU_TOO_SMALL,
                Kind.EDGE,
                edge.name(),
                "/wanLinks/%d/mtu".formatted(i),
                "mtu %d of WAN link %s at edge %s is below %d, which the encrypted overlay %s needs for IPv6: raise wanLink.mtu, or set encryption of the overlay to OFF"
                    .formatted(link.mtu(), link.name(), edge.name(), least(link), overlay.name())));
      }
    }
  }

  /**
   * @return whether the overlay can run over no link of the edge but those that roam
   */
  private boolean checkRoams(Overlay overlay, Edge edge) {
    List<WanLink> usable =
        edge.wanLinks().stream().filter(link -> overlay.runsOver(link.transport())).toList();
    Optional<WanLink> plain =
        usable.stream()
            .filter(link -> link.isRoaming() && protection(overlay, link) == Protection.PLAIN)
            .findFirst();
    boolean allRoam = !usable.isEmpty() && usable.stream().allMatch(WanLink::isRoaming);
    boolean noneEncrypts =
        usable.stream().allMatch(link -> protection(overlay, link) == Protection.PLAIN);
    if (allRoam && noneEncrypts) {
      violations.add(
          new Violation(
              Violation.Code.ROAMING_NEEDS_ENCRYPTION,
              Kind.OVERLAY,
              overlay.name(),
              "/encryption",
              "overlay %s with encryption %s cannot reach edge %s, whose WAN link %s is roaming: set encryption to REQUIRED, or give the link an address and leave roaming out"
                  .formatted(
                      overlay.name(),
                      overlay.encryption(),
                      edge.name(),
                      plain.orElseThrow().name())));
    }
    return allRoam;
  }

  private void checkPairs(Overlay overlay, List<Name> roaming) {
    for (int i = 0; i < roaming.size(); i++) {
      for (int j = i + 1; j < roaming.size(); j++) {
        if (overlay.joins(roaming.get(i), roaming.get(j))) {
          violations.add(
              new Violation(
                  Violation.Code.ROAMING_AT_BOTH_ENDS,
                  Kind.OVERLAY,
                  overlay.name(),
                  "/edges",
                  "edges %s and %s of overlay %s only have roaming WAN links, and neither would find the other: give one of them a link with an address, or set topology to HUB_AND_SPOKE with a hub that has one"
                      .formatted(roaming.get(i), roaming.get(j), overlay.name())));
          return;
        }
      }
    }
  }

  /** Links that reach each other are of one access, so one of them tells. */
  private static Protection protection(Overlay overlay, WanLink link) {
    return overlay.encryption().protection(link, link);
  }

  private static boolean isNarrow(WanLink link) {
    return link.mtu() < least(link);
  }

  private static int least(WanLink link) {
    return LEAST_INSIDE + Protection.WIREGUARD.encapsulation(link.family());
  }
}
