package io.isthmus.lab.incident;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.LabIntent.EdgeSite;
import io.isthmus.lab.network.NetworkPlanner;
import io.isthmus.lab.rest.ControllerApi;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where an incident happens: a host behind one edge sends to a host behind another, in a class that
 * has to keep an objective and in one that hardly has to, by either of two overlays.
 *
 * @param address of the receiving host
 */
public record Stage(
    EdgeSite source,
    EdgeSite destination,
    String address,
    String trafficClass,
    String patientClass,
    List<Rail> rails) {
  public static final int FLOW_PORT = 5004;
  public static final int PATIENT_PORT = 5010;

  /** An overlay, the number that its packets carry, and the WAN that they cross. */
  public record Rail(String overlay, int vni, String wan) {}

  public Stage {
    rails = List.copyOf(rails);
  }

  /** Between the first edge and the last. */
  public static Stage find(
      LabIntent intent, ControllerApi api, String trafficClass, String patientClass) {
    JsonNode chosen = ControllerApi.require(api.get("/traffic-classes/" + trafficClass)).body();
    List<Rail> rails = new ArrayList<>();
    for (JsonNode entry : chosen.path("steering").path("overlays")) {
      String name = entry.asString("");
      JsonNode overlay = ControllerApi.require(api.get("/overlays/" + name)).body();
      rails.add(
          new Rail(
              name, overlay.path("vni").asInt(), overlay.path("transports").path(0).asString("")));
    }
    if (rails.size() < 2) {
      throw new LabFailure(
          "class %s has one overlay, and needs another to go to".formatted(trafficClass));
    }
    EdgeSite destination = intent.edges().getLast();
    String address =
        NetworkPlanner.hostAddresses(destination).stream()
            .filter(candidate -> !candidate.contains(":"))
            .findFirst()
            .orElseThrow(
                () -> new LabFailure("edge %s has no IPv4 host".formatted(destination.name())));
    return new Stage(
        intent.edges().getFirst(), destination, address, trafficClass, patientClass, rails);
  }

  /** Puts the two flows into their classes. */
  public void classify(ControllerApi api) {
    classify(api, "incident-flow", trafficClass, FLOW_PORT);
    classify(api, "incident-patient-flow", patientClass, PATIENT_PORT);
  }

  private static void classify(ControllerApi api, String name, String trafficClass, int port) {
    JsonNode rule =
        JsonMapper.shared()
            .readTree(
                "{\"trafficClass\": \"%s\", \"priority\": 90, \"matches\": [{\"protocol\": \"udp\", \"destinationPorts\": [%d]}]}"
                    .formatted(trafficClass, port));
    if (!ControllerApi.require(api.put("/applications/" + name, rule)).isDone()) {
      throw new LabFailure("the edges have not acknowledged the application " + name);
    }
  }

  Rail rail(int vni) {
    return rails.stream()
        .filter(rail -> rail.vni() == vni)
        .findFirst()
        .orElseThrow(() ->
            new LabFailure("the flow runs by VNI %d, which is none of its own".formatted(vni)));
  }
}
