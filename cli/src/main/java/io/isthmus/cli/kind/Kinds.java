package io.isthmus.cli.kind;

import static io.isthmus.cli.kind.Kind.Trait.ALSO_OF_ALL_TENANTS;
import static io.isthmus.cli.kind.Kind.Trait.CAN_BE_DELETED;
import static io.isthmus.cli.kind.Kind.Trait.HAS_PATH_OF_ITS_OWN;
import static io.isthmus.cli.kind.Kind.Trait.HISTORY;
import static io.isthmus.cli.kind.Kind.Trait.OF_ALL_TENANTS;
import static io.isthmus.cli.kind.Kind.Trait.OF_AN_EDGE;
import static io.isthmus.cli.kind.Kind.Trait.OLDEST_FIRST;
import static io.isthmus.cli.kind.Kind.Trait.SERIES;

import io.isthmus.cli.kind.Kind.Trait;
import io.isthmus.cli.show.Words;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Every kind, in the order in which help names them. */
public final class Kinds {
  private static final Set<Trait> DECLARED = EnumSet.of(HAS_PATH_OF_ITS_OWN, CAN_BE_DELETED);
  private static final Set<Trait> DECLARED_OF_AN_EDGE =
      EnumSet.of(OF_AN_EDGE, HAS_PATH_OF_ITS_OWN, CAN_BE_DELETED);

  public static final List<Kind> ALL =
      List.of(
          new Kind(
              "sites",
              List.of("site"),
              "sites",
              "/name",
              DECLARED,
              Map.of(),
              List.of(
                  Column.of("NAME", "/name"),
                  Column.of("KIND", "/kind"),
                  Column.of("REVISION", "/revision").wide())),
          new Kind(
              "edges",
              List.of("edge"),
              "edges",
              "/name",
              DECLARED,
              Map.of(Filter.SITE, "site"),
              List.of(
                  Column.of("NAME", "/name"),
                  Column.of("SITE", "/site"),
                  Column.of("CONNECTION", "/connection"),
                  Column.of("CONFIG", "/configState"),
                  Column.of("WAN LINKS", edge -> names(edge.path("wanLinks"))),
                  Column.of("LAN PREFIXES", Kinds::prefixes),
                  Column.of("NUMBER", "/number").wide(),
                  Column.of("REVISION", "/revision").wide())),
          new Kind(
              "wan-links",
              List.of("wan-link", "links", "link"),
              "wan-links",
              "/name",
              DECLARED_OF_AN_EDGE,
              Map.of(),
              List.of(
                  Column.of("NAME", "/name"),
                  Column.of("TRANSPORT", "/transport"),
                  Column.of("ACCESS", "/access"),
                  Column.of("INTERFACE", "/interface"),
                  Column.of("ADDRESS", Cells::address),
                  Column.of("GATEWAY", "/gateway"),
                  Column.of("SENDS", link -> Words.rate(link.path("egressRateBps"))),
                  Column.of("RECEIVES", link -> Words.rate(link.path("ingressRateBps"))),
                  Column.of("MTU", "/mtu").wide(),
                  Column.of("COST", "/cost").wide(),
                  Column.of("PROBED EVERY", link -> Words.millis(link.path("probeIntervalMs")))
                      .wide(),
                  Column.of("PROBE BUDGET", link -> Words.rate(link.path("probeBudgetBps")))
                      .wide())),
          new Kind(
              "lan-segments",
              List.of("lan-segment", "segments", "segment"),
              "lan-segments",
              "/name",
              DECLARED_OF_AN_EDGE,
              Map.of(),
              List.of(
                  Column.of("NAME", "/name"),
                  Column.of("INTERFACE", "/interface"),
                  Column.of("PREFIXES", "/prefixes"),
                  Column.of("GATEWAY", "/gateway"))),
          new Kind(
              "overlays",
              List.of("overlay"),
              "overlays",
              "/name",
              DECLARED,
              Map.of(Filter.EDGE, "edge"),
              List.of(
                  Column.of("NAME", "/name"),
                  Column.of("TOPOLOGY", "/topology"),
                  Column.of("ENCRYPTION", "/encryption"),
                  Column.of("TRANSPORTS", overlay -> orAll(overlay.path("transports"))),
                  Column.of("EDGES", overlay -> orAll(overlay.path("edges"))),
                  Column.of("VNI", "/vni").wide(),
                  Column.of("REVISION", "/revision").wide())),
          new Kind(
              "traffic-classes",
              List.of("traffic-class", "classes", "class"),
              "traffic-classes",
              "/name",
              DECLARED,
              Map.of(),
              List.of(
                  Column.of("NAME", "/name"),
                  Column.of("ROLE", "/role"),
                  Column.of("MODE", "/steering/mode"),
                  Column.of("STRATEGY", "/steering/strategy"),
                  Column.of("OVERLAYS", "/steering/overlays"),
                  Column.of("OBJECTIVE", type -> Cells.objective(type.path("sla"))),
                  Column.of("NO PATH", "/steering/whenNoPath").wide(),
                  Column.of("NONE COMPLIANT", "/steering/whenNoneCompliant").wide(),
                  Column.of("REVISION", "/revision").wide())),
          new Kind(
              "applications",
              List.of("application", "apps", "app"),
              "applications",
              "/name",
              DECLARED,
              Map.of(Filter.CLASS, "trafficClass"),
              List.of(
                  Column.of("NAME", "/name"),
                  Column.of("CLASS", "/trafficClass"),
                  Column.of("PRIORITY", "/priority"),
                  Column.of("MATCHES", app -> Cells.matches(app.path("matches"))),
                  Column.of("REVISION", "/revision").wide())),
          new Kind(
              "tunnels",
              List.of("tunnel"),
              "tunnels",
              "/overlay+/path",
              EnumSet.noneOf(Trait.class),
              Map.of(Filter.OVERLAY, "overlay", Filter.EDGE, "edge"),
              List.of(
                  Column.of("OVERLAY", "/overlay"),
                  Column.of("FROM", tunnel -> Cells.end(tunnel.path("local"))),
                  Column.of("TO", tunnel -> Cells.end(tunnel.path("remote"))),
                  Column.of("STATE", "/pathState"),
                  Column.of("BACK", "/remotePathState"),
                  Column.of("PROTECTION", "/protection"),
                  Column.of("VNI", "/vni").wide(),
                  Column.of("ADDRESS", "/localTunnelAddress").wide(),
                  Column.of("REMOTE ADDRESS", "/remoteTunnelAddress").wide())),
          new Kind(
              "paths",
              List.of("path"),
              "paths",
              "/key",
              EnumSet.noneOf(Trait.class),
              Map.of(Filter.EDGE, "edge", Filter.STATE, "state"),
              List.of(
                  Column.of("PATH", "/key"),
                  Column.of("STATE", "/quality/state"),
                  Column.of("ROUND TRIP", path -> Words.millis(path.at("/quality/rttMs/mean"))),
                  Column.of("JITTER", path -> Words.millis(Cells.jitter(path.path("quality")))),
                  Column.of("LOSS", path -> Words.percent(path.at("/quality/lossPct"))),
                  Column.of("SINCE", path -> Words.ago(path.at("/quality/stateSince"))),
                  Column.of("FORTH", path -> Words.millis(path.at("/quality/forwardDelayMs/mean")))
                      .wide(),
                  Column.of("BACK", path -> Words.millis(path.at("/quality/backwardDelayMs/mean")))
                      .wide(),
                  Column.of("SENDING", path -> Words.rate(path.at("/quality/linkTxBps"))).wide(),
                  Column.of("RECEIVING", path -> Words.rate(path.at("/quality/linkRxBps"))).wide(),
                  Column.of("OVERLAYS", "/overlayCount").wide())),
          new Kind(
              "measurements",
              List.of("measurement"),
              "measurements",
              "/path",
              EnumSet.of(SERIES, HISTORY),
              Map.of(
                  Filter.OVERLAY, "overlay",
                  Filter.CLASS, "trafficClass",
                  Filter.FROM, "sourceEdge",
                  Filter.TO, "destinationEdge",
                  Filter.SINCE, "from",
                  Filter.STEP, "stepSeconds"),
              List.of(
                  Column.of("TIME", point -> Words.time(point.path("at"))),
                  Column.of("PATH", "/path"),
                  Column.of("STATE", "/state"),
                  Column.of("ROUND TRIP", point -> Words.millis(point.at("/rttMs/mean"))),
                  Column.of("JITTER", point -> Words.millis(Cells.jitter(point))),
                  Column.of("LOSS", point -> Words.percent(point.path("lossPct"))),
                  Column.of("95 % WITHIN", point -> Words.millis(point.at("/rttMs/p95"))).wide(),
                  Column.of("FORTH", point -> Words.millis(point.at("/forwardDelayMs/mean")))
                      .wide(),
                  Column.of("BACK", point -> Words.millis(point.at("/backwardDelayMs/mean")))
                      .wide(),
                  Column.of("PROBES", "/probes").wide(),
                  Column.of("SENDING", point -> Words.rate(point.path("linkTxBps"))).wide(),
                  Column.of("RECEIVING", point -> Words.rate(point.path("linkRxBps"))).wide())),
          new Kind(
              "decisions",
              List.of("decision", "steering-decisions"),
              "steering-decisions",
              "/id",
              EnumSet.of(HAS_PATH_OF_ITS_OWN, CAN_BE_DELETED, HISTORY),
              Map.of(
                  Filter.CLASS, "trafficClass",
                  Filter.FROM, "sourceEdge",
                  Filter.TO, "destinationEdge",
                  Filter.CAUSE, "cause",
                  Filter.ACTIVE, "active",
                  Filter.AT, "at"),
              List.of(
                  Column.of("DECIDED", decision -> Words.time(decision.path("decidedAt"))),
                  Column.of("CLASS", "/trafficClass"),
                  Column.of("FROM", "/sourceEdge"),
                  Column.of("TO", "/destinationEdge"),
                  Column.of("OVER", Cells::carriers),
                  Column.of("CAUSE", "/cause"),
                  Column.of("IN FORCE", decision -> Words.yesOrNo(decision.path("active"))),
                  Column.of("ID", "/id"),
                  Column.of("BY", "/decidedBy").wide(),
                  Column.of("REASON", "/reason").wide())),
          new Kind(
              "violations",
              List.of("violation", "sla-violations"),
              "sla-violations",
              "/id",
              EnumSet.of(HAS_PATH_OF_ITS_OWN, HISTORY),
              Map.of(Filter.CLASS, "trafficClass", Filter.OPEN, "open"),
              List.of(
                  Column.of("BEGAN", violation -> Words.time(violation.path("beganAt"))),
                  Column.of("CLASS", "/trafficClass"),
                  Column.of("FROM", "/sourceEdge"),
                  Column.of("TO", "/destinationEdge"),
                  Column.of("OVERLAY", "/overlay"),
                  Column.of("WHAT", Cells::broken),
                  Column.of("OPEN", violation -> Words.yesOrNo(violation.path("open"))),
                  Column.of("CARRIED", violation -> Words.yesOrNo(violation.path("carrying"))),
                  Column.of("LASTED", violation -> Cells.lasted(violation.path("durationMs")))
                      .wide(),
                  Column.of("LINK", "/localWanLink").wide(),
                  Column.of("ID", "/id").wide())),
          new Kind(
              "compliance",
              List.of("sla-compliance"),
              "sla-compliance",
              "/day+/trafficClass",
              EnumSet.noneOf(Trait.class),
              Map.of(Filter.CLASS, "trafficClass"),
              List.of(
                  Column.of("DAY", "/day"),
                  Column.of("CLASS", "/trafficClass"),
                  Column.of("KEPT", day -> Words.percent(day.path("compliancePct"))),
                  Column.of("MEASURED", day -> Cells.lasted(day.path("measuredMs"))),
                  Column.of("VIOLATED", day -> Cells.lasted(day.path("violatedMs"))),
                  Column.of("SHADOW", "/shadow/strategy").wide(),
                  Column.of("SHADOW KEPT", day -> Words.percent(day.at("/shadow/compliancePct")))
                      .wide())),
          new Kind(
              "carriages",
              List.of("carriage"),
              "carriages",
              "/trafficClass+/sourceEdge+/destinationEdge",
              EnumSet.noneOf(Trait.class),
              Map.of(
                  Filter.CLASS, "trafficClass",
                  Filter.FROM, "sourceEdge",
                  Filter.TO, "destinationEdge"),
              List.of(
                  Column.of("CLASS", "/trafficClass"),
                  Column.of("FROM", "/sourceEdge"),
                  Column.of("TO", "/destinationEdge"),
                  Column.of("PLANNED", "/overlays"),
                  Column.of("BASIS", "/basis"),
                  Column.of("IN FACT", carriage -> Cells.legs(carriage.at("/effective/legs"))),
                  Column.of("CAUSE", "/effective/cause"),
                  Column.of("SINCE", carriage -> Words.ago(carriage.at("/effective/since"))))),
          new Kind(
              "operations",
              List.of("operation", "ops"),
              "operations",
              "/id",
              EnumSet.of(HAS_PATH_OF_ITS_OWN, HISTORY),
              Map.of(),
              List.of(
                  Column.of("CREATED", operation -> Words.time(operation.path("createdAt"))),
                  Column.of("STATE", "/state"),
                  Column.of("REVISION", "/revision"),
                  Column.of("EDGES", operation -> Cells.counts(operation.path("counts"))),
                  Column.of("WHAT", "/summary"),
                  Column.of("ID", "/id"))),
          new Kind(
              "events",
              List.of("event"),
              "events",
              "/id",
              EnumSet.of(HISTORY, OLDEST_FIRST),
              Map.of(Filter.AFTER, "after"),
              List.of(
                  Column.of("ID", "/id"),
                  Column.of("TIME", event -> Words.time(event.path("time"))),
                  Column.of("TYPE", event -> Cells.type(event)),
                  Column.of("SUBJECT", "/subject"),
                  Column.of("WHAT", Cells::what))),
          new Kind(
              "webhooks",
              List.of("webhook"),
              "webhooks",
              "/name",
              DECLARED,
              Map.of(),
              List.of(
                  Column.of("NAME", "/name"),
                  Column.of("ENABLED", webhook -> Words.yesOrNo(webhook.path("enabled"))),
                  Column.of("URL", "/url"),
                  Column.of("EVENTS", webhook -> orAll(webhook.path("eventTypes"))))),
          new Kind(
              "tokens",
              List.of("token", "api-tokens"),
              "api-tokens",
              "/id",
              EnumSet.of(HAS_PATH_OF_ITS_OWN, CAN_BE_DELETED, ALSO_OF_ALL_TENANTS),
              Map.of(),
              List.of(
                  Column.of("ID", "/id"),
                  Column.of("NAME", "/name"),
                  Column.of("GRANTS", "/grants"),
                  Column.of("EXPIRES", token -> Words.time(token.path("expiresAt"))),
                  Column.of("LAST USED", token -> Words.ago(token.path("lastUsedAt"))),
                  Column.of("REVOKED", token -> Words.time(token.path("revokedAt"))),
                  Column.of("CREATED BY", "/createdBy").wide())),
          new Kind(
              "enrollment-tokens",
              List.of("enrollment-token"),
              "enrollment-tokens",
              "/id",
              EnumSet.of(HAS_PATH_OF_ITS_OWN, CAN_BE_DELETED),
              Map.of(),
              List.of(
                  Column.of("ID", "/id"),
                  Column.of("STATE", "/state"),
                  Column.of("EDGE", "/edge"),
                  Column.of("SITE", "/site"),
                  Column.of("USED", "/used"),
                  Column.of("USES", "/uses"),
                  Column.of("APPROVAL", "/approval"),
                  Column.of("EXPIRES", token -> Words.time(token.path("expiresAt"))),
                  Column.of("CREATED BY", "/createdBy").wide())),
          new Kind(
              "edge-requests",
              List.of("edge-request", "enrollment-requests"),
              "enrollment-requests",
              "/id",
              EnumSet.of(HAS_PATH_OF_ITS_OWN),
              Map.of(Filter.STATE, "state", Filter.PENDING, "state"),
              List.of(
                  Column.of("ID", "/id"),
                  Column.of("EDGE", "/edge"),
                  Column.of("STATE", "/state"),
                  Column.of("KEY FINGERPRINT", "/keyFingerprint"),
                  Column.of("FROM", "/from"),
                  Column.of("REQUESTED", request -> Words.ago(request.path("requestedAt"))),
                  Column.of("DECIDED BY", "/decidedBy").wide())),
          new Kind(
              "audit",
              List.of(),
              "audit",
              "/id",
              EnumSet.of(HISTORY, ALSO_OF_ALL_TENANTS),
              Map.of(),
              List.of(
                  Column.of("TIME", entry -> Words.time(entry.path("time"))),
                  Column.of("ACTOR", "/actor/name"),
                  Column.of("ACTION", "/action"),
                  Column.of("SUBJECT", "/subject"),
                  Column.of("OUTCOME", "/outcome"),
                  Column.of("REASON", "/reason").wide(),
                  Column.of("FROM", "/actor/remoteAddress").wide(),
                  Column.of("REVISION", "/revision").wide())),
          new Kind(
              "tenants",
              List.of("tenant"),
              "tenants",
              "/name",
              EnumSet.of(HAS_PATH_OF_ITS_OWN, CAN_BE_DELETED, OF_ALL_TENANTS),
              Map.of(),
              List.of(Column.of("NAME", "/name"))));

  private Kinds() {}

  /** By its name or another word for it. */
  public static Optional<Kind> find(String word) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(word) || kind.aliases().contains(word))
        .findFirst();
  }

  private static String names(JsonNode parts) {
    return Cells.joined(parts, part -> Words.text(part.path("name")));
  }

  private static String prefixes(JsonNode edge) {
    return Cells.joined(edge.path("lanSegments"), segment -> Words.text(segment.path("prefixes")));
  }

  private static String orAll(JsonNode names) {
    return names.isEmpty() ? "all" : Words.text(names);
  }
}
