package io.isthmus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.lab.Lab;
import io.isthmus.lab.kernel.Ip;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.service.SiteService;
import io.isthmus.lab.up.Joining;
import io.isthmus.lab.up.Programs;
import io.isthmus.lab.up.Reachability;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Another tenant on the first and the last device of a lab, by a second agent and a LAN port of its
 * own on each, with the prefixes, addresses and names of edges that the first tenant has there.
 */
final class SecondTenant {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> EDGES = List.of("cloud-paris", "far-edge-van");

  private static final String INTENT =
      """
      sites:
        - {name: cloud-paris, kind: CLOUD}
        - {name: far-edge-van, kind: FAR_EDGE}
      edges:
        - name: cloud-paris
          site: cloud-paris
          wanLinks:
            - {name: internet, transport: internet, access: PUBLIC, interface: wan-internet, address: 198.18.1.2, gateway: 198.18.1.1}
          lanSegments:
            - {name: lan, interface: lan1, prefixes: [10.1.0.0/24]}
        - name: far-edge-van
          site: far-edge-van
          wanLinks:
            - {name: internet, transport: internet, access: PUBLIC, interface: wan-internet, address: 198.18.3.2, gateway: 198.18.3.1}
          lanSegments:
            - {name: lan, interface: lan1, prefixes: [10.3.0.0/24]}
      overlays:
        - {name: on-1, topology: FULL_MESH, edges: [cloud-paris, far-edge-van], vni: 2001}
      trafficClasses:
        - {name: usual, role: DEFAULT, steering: {strategy: PREFERRED, overlays: [on-1], whenNoPath: DROP}}
      """;

  private final Lab lab;
  private final String name;
  private final ControllerApi api;

  SecondTenant(Lab lab, String name) {
    this.lab = lab;
    this.name = name;
    this.api = lab.controller().inTenant(name);
  }

  Namespace host() {
    return hostOf("cloud-paris");
  }

  Namespace farHost() {
    return hostOf("far-edge-van");
  }

  private Namespace hostOf(String edge) {
    return lab.name().host(name + "-" + edge);
  }

  void comeUp() throws IOException {
    wire("cloud-paris", "10.1.0");
    wire("far-edge-van", "10.3.0");
    ControllerApi.require(
        lab.controller()
            .request("PUT", "/tenants/" + name, JsonMapper.shared().createObjectNode()));
    ControllerApi.require(api.submitYaml("/intent:apply", INTENT));
    Lab.State state = lab.load();
    Joining joining =
        new Joining(lab, api, state.southboundAddress() + ":" + state.southboundPort());
    for (String edge : EDGES) {
      String directory = lab.agentState(name + "-" + edge).toString();
      // In the namespace of the first tenant's agent: it is the same device.
      joining.join(
          edge, joining.token(edge), directory, Programs.find().agent(), "--instance", "1");
      run(edge, directory);
    }
    for (String edge : EDGES) {
      Waiting.until(
          LIMIT,
          Duration.ofMillis(100),
          () ->
              ControllerApi.require(api.get("/edges/%s/status".formatted(edge)))
                  .body()
                  .path("configState")
                  .asString("")
                  .equals("IN_SYNC"),
          () ->
              "%s of tenant %s: %s"
                  .formatted(edge, name, api.get("/edges/%s/status".formatted(edge))));
    }
    Waiting.until(
        LIMIT,
        Duration.ofMillis(200),
        this::reachesItself,
        () -> "the second tenant has no traffic");
    assertThat(api.list("/edges")).hasSize(2);
  }

  private void wire(String edge, String network) {
    Namespace host = hostOf(edge);
    Namespace device = lab.name().edge(edge);
    Ip.batch(
        List.of(
            "netns add " + host,
            "link add dev lan1 netns %s type veth peer name eth0 netns %s"
                .formatted(device, host)));
    device.ip(List.of("addr add %s.1/24 dev lan1".formatted(network), "link set lan1 up"));
    host.ip(
        List.of(
            "link set lo up",
            "addr add %s.10/24 dev eth0".formatted(network),
            "link set eth0 up",
            "route add default via %s.1".formatted(network)));
    lab.processes()
        .start(
            "service/%s-%s".formatted(name, edge),
            Optional.of(host),
            Programs.own(
                SiteService.class, name + "-" + edge, Integer.toString(Reachability.SERVICE_PORT)));
  }

  private void run(String edge, String directory) {
    List<String> command = new ArrayList<>(Programs.find().agent());
    command.addAll(
        List.of("run", "--instance", "1", "--state-dir", directory, "--clock", "synchronized"));
    lab.processes()
        .start(
            "agent/%s-%s".formatted(name, edge),
            Optional.of(lab.name().edge(edge)),
            Programs.withOwnWireGuardSockets(lab.wireGuardSockets(name + "-" + edge), command));
  }

  private boolean reachesItself() {
    try {
      return Reachability.httpGet(host(), "10.3.0.10", Reachability.SERVICE_PORT, "")
          .contains(name + "-far-edge-van");
    } catch (IOException e) {
      return false;
    }
  }
}
