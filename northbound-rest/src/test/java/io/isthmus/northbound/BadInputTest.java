package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.northbound.Api.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Whatever is sent, the answer says where it is wrong and how to mend it, and nothing changes. */
@NorthboundTest
class BadInputTest {
  private static final String EDGE =
      "{\"site\": \"edge-nice\", \"wanLinks\": [%s], \"lanSegments\": [%s]}";
  private static final String LINK =
      "{\"name\": \"w\", \"transport\": \"lte\", \"interface\": \"wan0\", \"address\": \"198.18.9.9\"%s}";
  private static final String SEGMENT =
      "{\"name\": \"l\", \"interface\": \"lan0\", \"prefixes\": [\"10.9.0.0/24\"]%s}";

  @LocalServerPort int port;
  Api api;

  @BeforeEach
  void declare() {
    api = Api.ofNewTenant(port);
    api.declareContinuum();
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        // Not a document.
        bad("/sites/s", "{", 400, "MALFORMED_BODY", ""),
        bad("/sites/s", "{\"kind\": CLOUD}", 400, "MALFORMED_BODY", ""),
        bad("/sites/s", "{\"kind\": \"CLOUD\"} x", 400, "MALFORMED_BODY", ""),
        bad("/sites/s", "{\"kind\": \"CLOUD\"}{}", 400, "MALFORMED_BODY", ""),
        bad("/sites/s", " ", 400, "MALFORMED_BODY", ""),
        bad("/sites/s", "{\"kind\": \"EDGE\", \"kind\": \"EDGE\"}", 400, "MALFORMED_BODY", "/kind"),
        bad("/sites/s", "[".repeat(100) + "]".repeat(100), 400, "MALFORMED_BODY", null),
        bad("/sites/s", "[]", 400, "WRONG_TYPE", ""),
        bad("/sites/s", "null", 400, "WRONG_TYPE", ""),
        bad("/sites/s", "{\"kind\": NaN}", 400, "MALFORMED_BODY", ""),
        bad("/sites/s", "{\"kind\": " + "9".repeat(2_000) + "}", 400, "MALFORMED_BODY", null),
        // Fields.
        bad("/sites/s", "{}", 400, "MISSING_FIELD", "/kind"),
        bad("/sites/s", "{\"kind\": null}", 400, "MISSING_FIELD", "/kind"),
        bad("/sites/s", "{\"kind\": 5}", 400, "WRONG_TYPE", "/kind"),
        bad("/sites/s", "{\"kind\": \"cloud\"}", 422, "UNKNOWN_VALUE", "/kind"),
        bad("/sites/s", "{\"kind\": \"EDGE\", \"kinds\": 1}", 400, "UNKNOWN_FIELD", "/kinds"),
        bad("/sites/s", "{\"kind\": \"EDGE\", \"a/b~c\": 1}", 400, "UNKNOWN_FIELD", "/a~1b~0c"),
        bad("/sites/s", "{\"kind\": \"EDGE\", \"name\": \"t\"}", 422, "NAME_MISMATCH", "/name"),
        bad("/sites/s", "{\"kind\": \"EDGE\", \"name\": \"S\"}", 422, "INVALID_NAME", "/name"),
        bad("/sites/s", "{\"kind\": \"EDGE\", \"revision\": 5}", 422, "READ_ONLY", "/revision"),
        bad(
            "/sites/cloud-paris",
            "{\"kind\": \"EDGE\", \"revision\": 1}",
            422,
            "READ_ONLY",
            "/revision"),
        bad(
            "/sites/s",
            "{\"kind\": \"EDGE\", \"revision\": \"5\"}",
            400,
            "WRONG_TYPE",
            "/revision"),
        bad("/sites/s", "{\"kind\": \"EDGE\", \"revision\": 1e99}", 400, "WRONG_TYPE", "/revision"),
        bad(
            "/sites/s",
            "{\"kind\": \"EDGE\", \"revision\": 99999999999999999999}",
            422,
            "NUMBER_OUT_OF_RANGE",
            "/revision"),
        // Edges.
        bad("/edges/e", "{\"site\": \"none\"}", 422, "UNKNOWN_REFERENCE", "/site"),
        bad("/edges/e", EDGE.formatted("5", ""), 400, "WRONG_TYPE", "/wanLinks/0"),
        bad(
            "/edges/e",
            "{\"site\": \"edge-nice\", \"wanLinks\": {}}",
            400,
            "WRONG_TYPE",
            "/wanLinks"),
        bad(
            "/edges/edge-nice",
            "{\"site\": \"edge-nice\", \"number\": 65000}",
            422,
            "READ_ONLY",
            "/number"),
        bad("/edges/e", link(", \"mtu\": 90"), 422, "MTU_OUT_OF_RANGE", "/wanLinks/0/mtu"),
        bad("/edges/e", link(", \"mtu\": \"1500\""), 400, "WRONG_TYPE", "/wanLinks/0/mtu"),
        bad("/edges/e", link(", \"mtu\": 1500.5"), 400, "WRONG_TYPE", "/wanLinks/0/mtu"),
        bad(
            "/edges/e",
            link(", \"gateway\": \"fd00::1\""),
            422,
            "FAMILY_MISMATCH",
            "/wanLinks/0/gateway"),
        bad(
            "/edges/e",
            link(", \"gateway\": \"198.18.9.9\""),
            422,
            "GATEWAY_IS_SELF",
            "/wanLinks/0/gateway"),
        bad(
            "/edges/e",
            link(", \"gateway\": \"gw.example\""),
            422,
            "INVALID_ADDRESS",
            "/wanLinks/0/gateway"),
        bad("/edges/e", link(", \"access\": \"OPEN\""), 422, "UNKNOWN_VALUE", "/wanLinks/0/access"),
        bad(
            "/edges/e",
            link("").replace("lte", "6g"),
            422,
            "UNKNOWN_TRANSPORT",
            "/wanLinks/0/transport"),
        bad(
            "/edges/e",
            link("").replace("wan0", "a/b"),
            422,
            "INVALID_INTERFACE",
            "/wanLinks/0/interface"),
        bad(
            "/edges/e",
            link("").replace("198.18.9.9", "224.0.0.1"),
            422,
            "INVALID_ADDRESS",
            "/wanLinks/0/address"),
        bad(
            "/edges/e",
            link("").replace("198.18.9.9", "300.1.1.1"),
            422,
            "INVALID_ADDRESS",
            "/wanLinks/0/address"),
        bad(
            "/edges/e",
            link("").replace("198.18.9.9", "198.18.2.2"),
            409,
            "ADDRESS_TAKEN",
            "/wanLinks/0/address"),
        bad("/edges/e", link(", \"cost\": -1"), 422, "COST_OUT_OF_RANGE", "/wanLinks/0/cost"),
        bad("/edges/e", link(", \"cost\": 1000001"), 422, "COST_OUT_OF_RANGE", "/wanLinks/0/cost"),
        bad("/edges/e", link(", \"cost\": \"1\""), 400, "WRONG_TYPE", "/wanLinks/0/cost"),
        bad(
            "/edges/e",
            link(", \"egressRateBps\": 0"),
            422,
            "RATE_OUT_OF_RANGE",
            "/wanLinks/0/egressRateBps"),
        bad(
            "/edges/e",
            link(", \"ingressRateBps\": 10000000000001"),
            422,
            "RATE_OUT_OF_RANGE",
            "/wanLinks/0/ingressRateBps"),
        bad(
            "/edges/e",
            link(", \"ingressRateBps\": 1e6"),
            400,
            "WRONG_TYPE",
            "/wanLinks/0/ingressRateBps"),
        bad(
            "/edges/e",
            link(", \"probeBudgetBps\": -5"),
            422,
            "RATE_OUT_OF_RANGE",
            "/wanLinks/0/probeBudgetBps"),
        bad(
            "/edges/e",
            link(", \"probeIntervalMs\": 9"),
            422,
            "PROBE_INTERVAL_OUT_OF_RANGE",
            "/wanLinks/0/probeIntervalMs"),
        bad(
            "/edges/e",
            link(", \"probeIntervalMs\": 9223372036854775807"),
            422,
            "PROBE_INTERVAL_OUT_OF_RANGE",
            "/wanLinks/0/probeIntervalMs"),
        bad("/edges/e", link(", \"bandwidth\": 5"), 400, "UNKNOWN_FIELD", "/wanLinks/0/bandwidth"),
        bad(
            "/edges/e",
            EDGE.formatted(LINK.formatted("") + "," + LINK.formatted(""), ""),
            422,
            "DUPLICATE",
            ""),
        bad(
            "/edges/e",
            segment("").replace("10.9.0.0/24", "10.9.0.5/24"),
            422,
            "PREFIX_HAS_HOST_BITS",
            "/lanSegments/0/prefixes/0"),
        bad(
            "/edges/e",
            segment("").replace("10.9.0.0/24", "10.9.0.0"),
            422,
            "INVALID_PREFIX",
            "/lanSegments/0/prefixes/0"),
        bad(
            "/edges/e",
            segment("").replace("10.9.0.0/24", "10.9.0.0/33"),
            422,
            "INVALID_PREFIX",
            "/lanSegments/0/prefixes/0"),
        bad(
            "/edges/e",
            segment("").replace("10.9.0.0/24", "0.0.0.0/0"),
            422,
            "PREFIX_TOO_SHORT",
            "/lanSegments/0/prefixes"),
        bad(
            "/edges/e",
            segment("").replace("[\"10.9.0.0/24\"]", "[]"),
            422,
            "LAN_SEGMENT_WITHOUT_PREFIX",
            "/lanSegments/0/prefixes"),
        bad(
            "/edges/e",
            segment("").replace("\"10.9.0.0/24\"", "null"),
            400,
            "WRONG_TYPE",
            "/lanSegments/0/prefixes/0"),
        bad(
            "/edges/e",
            segment("").replace("\"10.9.0.0/24\"", "\"10.9.1.0/24\", \"10.2.0.0/25\""),
            409,
            "PREFIX_OVERLAP",
            "/lanSegments/0/prefixes/1"),
        bad(
            "/edges/e",
            segment("").replace("\"10.9.0.0/24\"", "\"10.9.1.0/24\", \"10.0.0.0/8\""),
            409,
            "PREFIX_OVERLAP",
            "/lanSegments/0/prefixes/1"),
        bad(
            "/edges/e",
            EDGE.formatted(LINK.formatted(""), SEGMENT.formatted("").replace("lan0", "wan0")),
            422,
            "INTERFACE_SHARED",
            ""),
        bad(
            "/edges/edge-nice/wan-links/x",
            "{\"transport\": \"lte\", \"interface\": \"lan0\", \"address\": \"198.18.9.9\"}",
            422,
            "INTERFACE_SHARED",
            ""),
        bad("/edges/edge-nice/wan-links/x", LINK.formatted(""), 422, "NAME_MISMATCH", "/name"),
        bad(
            "/edges/edge-nice/wan-links/w",
            LINK.formatted("").replace("198.18.9.9", "198.18.1.2").replace("wan0", "w9"),
            409,
            "ADDRESS_TAKEN",
            "/address"),
        bad(
            "/edges/edge-nice/lan-segments/l",
            SEGMENT
                .formatted("")
                .replace("lan0", "lan9")
                .replace("\"10.9.0.0/24\"", "\"10.9.0.0/24\", \"10.1.0.0/24\""),
            409,
            "PREFIX_OVERLAP",
            "/prefixes/1"),
        bad(
            "/edges/edge-nice/lan-segments/l",
            SEGMENT.formatted(", \"revision\": 1"),
            422,
            "READ_ONLY",
            "/revision"),
        // Overlays.
        bad(
            "/overlays/o",
            "{\"edges\": [\"edge-nice\"]}",
            422,
            "OVERLAY_NEEDS_TWO_EDGES",
            "/edges"),
        bad(
            "/overlays/o",
            "{\"edges\": [\"none\", \"edge-nice\"]}",
            422,
            "UNKNOWN_REFERENCE",
            "/edges/0"),
        bad("/overlays/o", overlay(", \"vni\": 0"), 422, "VNI_OUT_OF_RANGE", "/vni"),
        bad("/overlays/o", overlay(", \"vni\": 16777216"), 422, "VNI_OUT_OF_RANGE", "/vni"),
        bad("/overlays/o", overlay(", \"vni\": -1"), 422, "VNI_OUT_OF_RANGE", "/vni"),
        bad("/overlays/o", overlay(", \"vni\": 99999999999"), 422, "NUMBER_OUT_OF_RANGE", "/vni"),
        bad("/overlays/o", overlay(", \"vni\": \"5\""), 400, "WRONG_TYPE", "/vni"),
        bad("/overlays/o", overlay(", \"vni\": 5e3"), 400, "WRONG_TYPE", "/vni"),
        bad(
            "/overlays/o",
            overlay(", \"hubs\": [\"edge-nice\"]"),
            422,
            "HUBS_IN_FULL_MESH",
            "/hubs"),
        bad(
            "/overlays/o",
            overlay(", \"topology\": \"HUB_AND_SPOKE\""),
            422,
            "HUB_MISSING",
            "/hubs"),
        bad(
            "/overlays/o",
            overlay(", \"topology\": \"HUB_AND_SPOKE\", \"hubs\": [\"far-edge-van\"]"),
            422,
            "HUB_NOT_A_MEMBER",
            "/hubs"),
        bad(
            "/overlays/o",
            overlay(", \"topology\": \"FULL_MESHED\""),
            422,
            "UNKNOWN_VALUE",
            "/topology"),
        bad(
            "/overlays/o",
            overlay(", \"transports\": [\"internet\", \"ether\"]"),
            422,
            "UNKNOWN_TRANSPORT",
            "/transports/1"),
        bad(
            "/overlays/o",
            overlay(", \"transports\": [\"internet\", \"internet\"]"),
            422,
            "DUPLICATE",
            ""),
        // Traffic classes.
        bad("/traffic-classes/c", "{}", 400, "MISSING_FIELD", "/steering"),
        bad("/traffic-classes/c", "{\"steering\": {}}", 400, "MISSING_FIELD", "/steering/overlays"),
        bad(
            "/traffic-classes/c",
            steering("[]"),
            422,
            "CLASS_WITHOUT_OVERLAY",
            "/steering/overlays"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\", \"on-9\"]"),
            422,
            "UNKNOWN_REFERENCE",
            "/steering/overlays/1"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\", \"on-1\"]"),
            422,
            "DUPLICATE",
            "/steering/overlays"),
        bad(
            "/traffic-classes/c",
            steering("[{\"overlay\": \"on-1\"}]"),
            400,
            "WRONG_TYPE",
            "/steering/overlays/0"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"weights\": {\"on-1\": 5}"),
            422,
            "WEIGHT_NOT_USED",
            "/steering/weights"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"strategy\": \"LOAD_BALANCE\", \"weights\": {\"on-2\": 5}"),
            422,
            "WEIGHT_WITHOUT_OVERLAY",
            "/steering/weights"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"strategy\": \"LOAD_BALANCE\", \"weights\": {\"on-1\": 101}"),
            422,
            "WEIGHT_OUT_OF_RANGE",
            "/steering/weights"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"strategy\": \"LOAD_BALANCE\", \"weights\": {\"on-1\": \"5\"}"),
            400,
            "WRONG_TYPE",
            "/steering/weights/on-1"),
        bad("/traffic-classes/unclassified", steering("[\"on-1\"]"), 422, "RESERVED_NAME", "/name"),
        bad(
            "/traffic-classes/c",
            "{\"role\": \"DEFAULT\", \"steering\": {\"overlays\": [\"on-1\"]}}",
            409,
            "DEFAULT_CLASS_TAKEN",
            null),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"strategy\": \"BEST_QUALITY\", \"weights\": {\"on-1\": 1}"),
            422,
            "WEIGHT_NOT_USED",
            "/steering/weights"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"strategy\": \"FASTEST\""),
            422,
            "UNKNOWN_VALUE",
            "/steering/strategy"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"mode\": \"AUTO\""),
            422,
            "UNKNOWN_VALUE",
            "/steering/mode"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"whenNoneCompliant\": true"),
            400,
            "WRONG_TYPE",
            "/steering/whenNoneCompliant"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"existingFlows\": \"STAY\""),
            422,
            "UNKNOWN_VALUE",
            "/steering/existingFlows"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"holdDownMs\": 999"),
            422,
            "HOLD_DOWN_OUT_OF_RANGE",
            "/steering/holdDownMs"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"holdDownMs\": 9223372036854775807"),
            422,
            "HOLD_DOWN_OUT_OF_RANGE",
            "/steering/holdDownMs"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"holdDownMs\": 1.5"),
            400,
            "WRONG_TYPE",
            "/steering/holdDownMs"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"shadow\": \"ORACLE\""),
            422,
            "UNKNOWN_VALUE",
            "/steering/shadow"),
        bad(
            "/traffic-classes/c",
            steering("[\"on-1\"], \"holdDown\": 5000"),
            400,
            "UNKNOWN_FIELD",
            "/steering/holdDown"),
        bad(
            "/traffic-classes/c",
            sla("\"rttMs\": {\"enter\": 5, \"exit\": 5, \"enterWindowMs\": 99}"),
            422,
            "WINDOW_OUT_OF_RANGE",
            "/sla/rttMs"),
        bad(
            "/traffic-classes/c",
            sla("\"rttMs\": {\"enter\": 5, \"exit\": 5, \"exitWindowMs\": 300001}"),
            422,
            "WINDOW_OUT_OF_RANGE",
            "/sla/rttMs"),
        bad(
            "/traffic-classes/c",
            sla("\"rttMs\": {\"enter\": 5, \"exit\": 5, \"exitWindowMs\": \"5s\"}"),
            400,
            "WRONG_TYPE",
            "/sla/rttMs/exitWindowMs"),
        bad(
            "/traffic-classes/c",
            sla("\"rateBps\": {\"enter\": 5, \"exit\": 4}"),
            422,
            "THRESHOLDS_REVERSED",
            "/sla"),
        bad("/traffic-classes/c", sla("\"lossPct\": 101"), 422, "THRESHOLD_OUT_OF_RANGE", "/sla"),
        bad("/traffic-classes/c", sla("\"rttMs\": -1"), 422, "THRESHOLD_OUT_OF_RANGE", "/sla"),
        bad(
            "/traffic-classes/c",
            sla("\"rttMs\": 1e999"),
            422,
            "NUMBER_OUT_OF_RANGE",
            "/sla/rttMs"),
        bad("/traffic-classes/c", sla("\"rttMs\": \"5\""), 400, "WRONG_TYPE", "/sla/rttMs"),
        bad(
            "/traffic-classes/c",
            sla("\"rttMs\": {\"enter\": 5}"),
            400,
            "MISSING_FIELD",
            "/sla/rttMs/exit"),
        bad(
            "/traffic-classes/c",
            sla("\"rttMs\": {\"enter\": 5, \"exit\": 6}"),
            422,
            "THRESHOLDS_REVERSED",
            "/sla"),
        bad("/traffic-classes/c", sla("\"delay\": 5"), 400, "UNKNOWN_FIELD", "/sla/delay"),
        // Applications.
        bad("/applications/a", application("", ""), 422, "APPLICATION_WITHOUT_MATCH", "/matches"),
        bad(
            "/applications/a",
            application("{}", "").replace("voice", "none"),
            422,
            "UNKNOWN_REFERENCE",
            "/trafficClass"),
        bad(
            "/applications/a",
            application("{}", ", \"priority\": 65536"),
            422,
            "PRIORITY_OUT_OF_RANGE",
            "/priority"),
        bad(
            "/applications/a",
            application("{\"protocol\": \"tpc\"}", ""),
            422,
            "UNKNOWN_PROTOCOL",
            "/matches/0/protocol"),
        bad(
            "/applications/a",
            application("{\"protocol\": 256}", ""),
            422,
            "PROTOCOL_OUT_OF_RANGE",
            "/matches/0/protocol"),
        bad(
            "/applications/a",
            application("{\"protocol\": -1}", ""),
            422,
            "UNKNOWN_PROTOCOL",
            "/matches/0/protocol"),
        bad(
            "/applications/a",
            application("{\"protocol\": 6.5}", ""),
            400,
            "WRONG_TYPE",
            "/matches/0/protocol"),
        bad(
            "/applications/a",
            application("{}, {\"protocol\": \"tcp\", \"sourcePorts\": [\"90-80\"]}", ""),
            422,
            "PORT_RANGE_REVERSED",
            "/matches/1/sourcePorts/0"),
        bad(
            "/applications/a",
            application("{\"protocol\": \"tcp\", \"destinationPorts\": [80, 65536]}", ""),
            422,
            "PORT_OUT_OF_RANGE",
            "/matches/0/destinationPorts/1"),
        bad(
            "/applications/a",
            application("{\"protocol\": \"tcp\", \"destinationPorts\": 80}", ""),
            400,
            "WRONG_TYPE",
            "/matches/0/destinationPorts"),
        bad(
            "/applications/a",
            application("{\"destinationPorts\": [80]}", ""),
            422,
            "PORTS_WITHOUT_TRANSPORT",
            "/matches/0/protocol"),
        bad(
            "/applications/a",
            application("{\"dscp\": [64]}", ""),
            422,
            "DSCP_OUT_OF_RANGE",
            "/matches/0/dscp"),
        bad(
            "/applications/a",
            application("{\"sourcePrefixes\": [\"10.0.0.1/8\"]}", ""),
            422,
            "PREFIX_HAS_HOST_BITS",
            "/matches/0/sourcePrefixes/0"),
        bad(
            "/applications/a",
            application(
                "{\"sourcePrefixes\": [\"10.0.0.0/8\"], \"destinationPrefixes\": [\"fd00::/8\"]}",
                ""),
            422,
            "FAMILY_MISMATCH",
            "/matches/0"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aBadBodyIsRefusedWithItsPlace(Bad bad) {
    String revision = api.revision();

    Answer answer = api.put(bad.path(), bad.body());

    assertProblem(answer, bad.status(), bad.code(), bad.field());
    assertThat(api.revision()).isEqualTo(revision);
  }

  @Test
  void allErrorsOfADocumentAreFoundAtOnce() {
    Answer answer =
        api.put(
            "/edges/e",
            "{\"siet\": \"x\", \"wanLinks\": [{\"name\": \"A\", \"transport\": \"6g\", \"interface\": \"wan0\", \"address\": 5}], \"lanSegments\": [{\"name\": \"l\", \"prefixes\": [\"10.0.0.1/8\", \"x\"]}]}");

    JsonNode errors = answer.body().path("errors");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("SEVERAL");
    assertThat(errors.findValuesAsString("field"))
        .containsExactlyInAnyOrder(
            "/site",
            "/siet",
            "/wanLinks/0/name",
            "/wanLinks/0/transport",
            "/wanLinks/0/address",
            "/lanSegments/0/interface",
            "/lanSegments/0/prefixes/0",
            "/lanSegments/0/prefixes/1");
    assertThat(answer.body().path("detail").asString())
        .as("the typing error comes before the field that is missing for it")
        .startsWith("siet is not a field here: did you mean site?");
  }

  @ParameterizedTest
  @CsvSource({
    "/sites/edge-nize, edge-nice",
    "/edges/egde-nice, edge-nice",
    "/edges/edge-nize/status, edge-nice",
    "/edges/edge-nice/wan-links/internt, internet",
    "/overlays/on-l, 'on-1, on-2 or on-3'",
    "/traffic-classes/voicy, voice",
    "/traffic-classes/voicy/status, voice",
    "/edges?site=edge-nize, edge-nice",
    "/overlays?edge=edge-nize, edge-nice",
    "/applications?trafficClass=voicy, voice",
    "/paths?edge=edge-nize, edge-nice",
    "/measurements?trafficClass=voicy, voice",
  })
  void aNameThatIsNearlyRightIsCorrected(String path, String meant) {
    Answer answer = api.get(path);

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.body().path("detail").asString())
        .contains("did you mean %s?".formatted(meant));
  }

  @Test
  void aReferenceThatIsNearlyRightIsCorrected() {
    Answer answer = api.put("/overlays/o", "{\"edges\": [\"edge-nice\", \"cloud-pari\"]}");

    assertProblem(answer, 422, "UNKNOWN_REFERENCE", "/edges/1");
    assertThat(answer.text()).contains("did you mean cloud-paris? create it first");
  }

  @Test
  void whatAnotherTenantHasIsNotSuggested() {
    Api other = Api.ofNewTenant(port);
    other.put("/sites/here", "{\"kind\": \"EDGE\"}");

    assertThat(other.get("/edges/edge-nize").text()).doesNotContain("edge-nice", "did you mean");
    assertThat(other.get("/sites/cloud-pari").text()).doesNotContain("cloud-paris", "did you mean");
    assertThat(other.put("/edges/e", "{\"site\": \"cloud-pari\"}").text())
        .contains("UNKNOWN_REFERENCE")
        .doesNotContain("cloud-paris", "did you mean");
    assertThat(other.get("/traffic-classes/voicy/status").text())
        .doesNotContain("voice", "did you mean");
  }

  @Test
  void aTakenVniIsAConflictAlsoOfAnotherTenant() {
    int vni = api.get("/overlays/on-1").body().path("vni").asInt();
    Api other = Api.ofNewTenant(port);
    other.declareContinuum();

    String body = "{\"edges\": [\"edge-nice\", \"cloud-paris\"], \"vni\": %d}".formatted(vni);
    assertProblem(api.put("/overlays/o", body), 409, "VNI_TAKEN", "/vni");
    assertProblem(other.put("/overlays/o", body), 409, "VNI_TAKEN", "/vni");
  }

  @Test
  void whatIsInUseStays() {
    String revision = api.revision();

    for (String path :
        new String[] {
          "/sites/cloud-paris", "/edges/edge-nice", "/overlays/on-1", "/traffic-classes/voice"
        }) {
      Answer answer = api.delete(path);
      assertThat(answer.status()).as("%s", answer).isEqualTo(409);
      assertThat(answer.code()).isEqualTo("IN_USE");
      assertThat(answer.body().at("/errors/0/message").asString()).contains("is used by");
    }
    assertThat(api.revision()).isEqualTo(revision);
  }

  @Test
  void aBodyOverTheLimitIsRefused() {
    String huge = "{\"kind\": \"EDGE\", \"x\": \"" + "x".repeat(1_100_000) + "\"}";

    Answer put = api.put("/sites/s", huge);
    Answer applied = api.postYaml("/intent:apply", "#".repeat(17_000_000));

    assertThat(put.status()).isEqualTo(413);
    assertThat(put.code()).isEqualTo("BODY_TOO_LARGE");
    assertThat(applied.status()).isEqualTo(413);
  }

  static Stream<Arguments> yamls() {
    return Stream.of(
        yaml("sites: [", ""),
        yaml("sites: []\n---\nsites: []\n", ""),
        yaml("a: &a [x, x]\nb: &b [*a, *a]\nsites: *b\n", "/a"),
        yaml("sites: &s []\noverlays: *s\n", "/sites"),
        yaml("sites: []\nsites: []\n", "/sites"),
        yaml("sites: !!set {}\n", "/sites"),
        yaml("sites: !java.net.URL [x]\n", "/sites"),
        yaml("sites: " + "[".repeat(50) + "]".repeat(50), null),
        yaml("? [a, b]\n: c\n", ""),
        yaml("\tsites: []", ""),
        yaml("sites:\n- name: \u0000\n", ""),
        yaml("%YAML 9.9\n---\nsites: []\n", null),
        yaml("", ""),
        yaml("# nothing\n", ""));
  }

  @ParameterizedTest
  @MethodSource("yamls")
  void badYamlIsRefused(String text, String field) {
    String revision = api.revision();

    Answer answer =
        text.isEmpty()
            ? api.send("POST", "/intent:apply", "", "Content-Type", "application/yaml")
            : api.postYaml("/intent:apply", text);

    assertProblem(answer, 400, "MALFORMED_BODY", field);
    assertThat(api.revision()).isEqualTo(revision);
  }

  @Test
  void errorsInAnIntentSayWhereInTheDocument() {
    String yaml =
        """
        sites:
          - {name: nice, kind: EDGE}
          - {name: nice, kind: EDGE}
        edges:
          - name: e1
            site: nice
            wanLinks:
              - {name: z, transport: internet, interface: wan1, address: 198.18.0.1}
              - {name: a, transport: mpls, interface: wan0, address: 198.19.0.1}
            lanSegments:
              - {name: lan, interface: lan0, prefixes: [10.2.0.0/16, 10.1.0.0/16]}
          - name: e2
            site: nowhere
            wanLinks:
              - {name: z, transport: internet, interface: wan1, address: 198.18.0.1}
            lanSegments:
              - {name: z, interface: lan1, prefixes: [10.9.0.0/16, 10.2.3.0/24]}
              - {name: a, interface: lan0, prefixes: [10.8.0.0/16]}
        overlays:
          - {name: o1, edges: [e2, e9, e1]}
        """;

    Answer twice = api.postYaml("/intent:apply", yaml);
    Answer broken =
        api.postYaml("/intent:apply", yaml.replaceFirst("  - \\{name: nice, kind: EDGE}\n", ""));

    assertThat(twice.body().at("/errors/0/field").asString()).isEqualTo("/sites/1/name");
    assertThat(broken.status()).as("%s", broken).isEqualTo(422);
    assertThat(broken.body().path("errors").findValuesAsString("field"))
        .containsExactlyInAnyOrder(
            "/edges/1/site",
            "/overlays/0/edges/1",
            "/edges/1/lanSegments/0/prefixes/1",
            "/edges/1/wanLinks/0/address");
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        request("GET", "/nothing", 404, "ROUTE_NOT_FOUND"),
        request("GET", "/sites/none", 404, "NOT_FOUND"),
        request("GET", "/sites/UPPER", 400, "INVALID_NAME"),
        request("GET", "/sites/a%20b", 400, "INVALID_NAME"),
        request("GET", "/sites/%00", 400, null),
        request("GET", "/sites/%2e%2e", 400, null),
        request("GET", "/sites/a%2Fb", 400, null),
        request("GET", "/sites/%ff%fe", 400, null),
        request("GET", "/operations/5", 400, "INVALID_PARAMETER"),
        request("GET", "/operations/00000000-0000-0000-0000-000000000000", 404, "NOT_FOUND"),
        request(
            "GET", "/steering-decisions/00000000-0000-0000-0000-000000000000", 404, "NOT_FOUND"),
        request(
            "DELETE", "/steering-decisions/00000000-0000-0000-0000-000000000000", 404, "NOT_FOUND"),
        request("GET", "/steering-decisions?active=maybe", 400, "INVALID_PARAMETER"),
        request("GET", "/webhooks/none", 404, "NOT_FOUND"),
        request("GET", "/webhooks/none/status", 404, "NOT_FOUND"),
        request("GET", "/webhooks/none/dead-letters", 404, "NOT_FOUND"),
        request("GET", "/webhooks/none/dead-letters/x", 400, "INVALID_PARAMETER"),
        request("GET", "/webhooks/none/dead-letters/5", 404, "NOT_FOUND"),
        request("DELETE", "/webhooks/none", 404, "NOT_FOUND"),
        request("DELETE", "/webhooks/none/dead-letters/5", 404, "NOT_FOUND"),
        request("POST", "/webhooks/none/dead-letters:redeliver", 404, "NOT_FOUND"),
        request("POST", "/webhooks/none/dead-letters/5:redeliver", 404, "NOT_FOUND"),
        request(
            "POST",
            "/webhooks/none:replay",
            400,
            "MALFORMED_BODY",
            "Content-Type",
            "application/json"),
        request("GET", "/webhooks/UPPER", 400, "INVALID_NAME"),
        request("GET", "/webhooks?cursor=!", 400, "INVALID_CURSOR"),
        request("GET", "/paths?state=ASLEEP", 400, "INVALID_PARAMETER"),
        request("GET", "/sla-violations/00000000-0000-0000-0000-000000000000", 404, "NOT_FOUND"),
        request("GET", "/sites?limit=0", 400, "INVALID_LIMIT"),
        request("GET", "/sites?limit=1001", 400, "INVALID_LIMIT"),
        request("GET", "/sites?limit=99999999999", 400, "INVALID_LIMIT"),
        request("GET", "/sites?limit=", 400, "INVALID_LIMIT"),
        request("GET", "/sites?cursor=!", 400, "INVALID_CURSOR"),
        request("GET", "/sites?cursor=QQ", 400, "INVALID_CURSOR"),
        request("GET", "/sites?cursor=_w", 400, "INVALID_CURSOR"),
        request("GET", "/operations?cursor=QQ", 400, "INVALID_CURSOR"),
        request("GET", "/tunnels?cursor=QQ", 400, "INVALID_CURSOR"),
        request("GET", "/events?cursor=QQ", 400, "INVALID_CURSOR"),
        request("GET", "/events?after=-1", 400, "INVALID_CURSOR"),
        request("GET", "/sites?limits=5", 400, "UNKNOWN_PARAMETER"),
        request("GET", "/edges?site=UPPER", 400, "INVALID_NAME"),
        request("GET", "/edges?site=a&site=b", 400, "REPEATED_PARAMETER"),
        request("POST", "/sites", 405, "METHOD_NOT_ALLOWED"),
        request("PATCH", "", 405, "METHOD_NOT_ALLOWED"),
        request("TRACE", "/sites", 405, null),
        request("BREW", "/sites", 405, null),
        request("PUT", "/sites/s", 415, "CONTENT_TYPE_NOT_SUPPORTED"),
        request("PUT", "/sites/s", 415, null, "Content-Type", "text/plain"),
        request("PUT", "/sites/s", 415, null, "Content-Type", "garbage"),
        request("PUT", "/sites/s", 415, null, "Content-Type", "application/x-www-form-urlencoded"),
        request("PUT", "/sites/s", 415, null, "Content-Type", "multipart/form-data"),
        request("PUT", "/sites/s", 400, "MALFORMED_BODY", "Content-Type", "application/json"),
        request("PUT", "/sites/s", 415, null, "Content-Type", "application/json;charset=none"),
        request(
            "PUT",
            "/sites/s",
            415,
            "CONTENT_ENCODING_NOT_SUPPORTED",
            "Content-Type",
            "application/json",
            "Content-Encoding",
            "gzip"),
        request(
            "POST",
            "/intent:apply?mode=ALL",
            400,
            "INVALID_PARAMETER",
            "Content-Type",
            "application/json"),
        request("GET", "/sites", 406, "NOT_ACCEPTABLE", "Accept", "text/html"),
        request("GET", "/sites", 406, null, "Accept", "garbage"),
        request("GET", "/intent", 406, null, "Accept", "text/html"),
        request("GET", "/intent", 406, null, "Accept", "garbage"),
        request("GET", "/events", 406, null, "Accept", "text/html"),
        request(
            "GET",
            "/events",
            400,
            "INVALID_CURSOR",
            "Last-Event-ID",
            "x",
            "Accept",
            "text/event-stream"),
        request("GET", "/sites/cloud-paris", 400, "INVALID_HEADER", "If-None-Match", "5"),
        request("DELETE", "/sites/cloud-paris", 400, "INVALID_HEADER", "If-Match", "\"5\" \"6\""),
        request("DELETE", "/sites/cloud-paris", 412, "PRECONDITION_FAILED", "If-Match", "\"0\""));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aBadRequestIsRefused(Request request) {
    String revision = api.revision();

    Answer answer = api.send(request.method(), request.path(), "", request.headers());

    assertProblem(answer, request.status(), request.code(), null);
    assertThat(api.revision()).isEqualTo(revision);
  }

  @Test
  void everythingBelowAnUnknownTenantIsNotFound() {
    Api root = Api.ofRoot(port);
    for (String path :
        new String[] {
          "",
          "/sites",
          "/sites/s",
          "/edges/e/status",
          "/edges/e/plan",
          "/edges/e/wan-links",
          "/operations",
          "/steering-decisions",
          "/events",
          "/intent",
          "/topology",
          "/tunnels",
          "/paths",
          "/carriages",
          "/webhooks",
          "/webhooks/w",
          "/webhooks/w/status",
          "/webhooks/w/dead-letters",
          "/webhooks/w/dead-letters/5",
          "/measurements?overlay=o",
          "/sla-violations",
          "/sla-violations/00000000-0000-0000-0000-000000000000",
          "/sla-compliance",
          "/traffic-classes/c/status"
        }) {
      Answer answer = root.get("/api/v1/tenants/nobody" + path);
      assertProblem(answer, 404, "TENANT_NOT_FOUND", null);
    }
    assertProblem(
        root.put("/api/v1/tenants/nobody/sites/s", "{\"kind\": \"EDGE\"}"),
        404,
        "TENANT_NOT_FOUND",
        null);
    assertProblem(root.post("/api/v1/tenants/nobody/intent:apply", "{}"), 404, null, null);
  }

  private static void assertProblem(Answer answer, int status, String code, String field) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.header("Content-Type"))
        .as("%s", answer)
        .isEqualTo("application/problem+json");
    assertThat(answer.body().path("status").asInt()).isEqualTo(status);
    assertThat(answer.body().path("detail").asString()).isNotEmpty();
    if (code != null) {
      assertThat(answer.code()).as("%s", answer).isEqualTo(code);
    }
    if (field != null) {
      assertThat(answer.body().at("/errors/0/field").asString("none"))
          .as("%s", answer)
          .isEqualTo(field);
    }
  }

  private static String link(String more) {
    return EDGE.formatted(LINK.formatted(more), "");
  }

  private static String segment(String more) {
    return EDGE.formatted("", SEGMENT.formatted(more));
  }

  private static String overlay(String more) {
    return "{\"edges\": [\"edge-nice\", \"cloud-paris\"]%s}".formatted(more);
  }

  private static String steering(String overlays) {
    return "{\"steering\": {\"overlays\": %s}}".formatted(overlays);
  }

  private static String sla(String thresholds) {
    return "{\"steering\": {\"overlays\": [\"on-1\"]}, \"sla\": {%s}}".formatted(thresholds);
  }

  private static String application(String matches, String more) {
    return "{\"trafficClass\": \"voice\", \"matches\": [%s]%s}".formatted(matches, more);
  }

  private static Arguments bad(String path, String body, int status, String code, String field) {
    return Arguments.of(new Bad(path, body, status, code, field));
  }

  private static Arguments yaml(String text, String field) {
    return Arguments.of(text, field);
  }

  private static Arguments request(
      String method, String path, int status, String code, String... headers) {
    return Arguments.of(new Request(method, path, status, code, headers));
  }

  record Bad(String path, String body, int status, String code, String field) {}

  record Request(String method, String path, int status, String code, String[] headers) {}
}
