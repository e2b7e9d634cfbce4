package io.isthmus.lab.demo;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.LabIntent.EdgeSite;
import io.isthmus.lab.network.NetworkPlanner;
import io.isthmus.lab.rest.ControllerApi;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Who plays in the demonstration: a host at the source, a microservice at the destination, a class
 * with two overlays to choose from.
 *
 * @param serviceAddress of the microservice's host
 */
public record Scene(
    EdgeSite source,
    EdgeSite destination,
    String serviceAddress,
    String trafficClass,
    Rail first,
    Rail second) {

  /** An overlay and the number that its packets carry on the wire. */
  public record Rail(String overlay, int vni) {}

  public static Scene find(LabIntent intent, ControllerApi api) {
    if (intent.edges().size() < 2) {
      throw new LabFailure("the demonstration needs two sites");
    }
    EdgeSite source = intent.edges().getFirst();
    EdgeSite destination = intent.edges().getLast();
    JsonNode trafficClass = rerouteable(api.list("/traffic-classes"));
    List<Rail> rails = new ArrayList<>();
    for (JsonNode entry : trafficClass.path("steering").path("overlays")) {
      String name = entry.asString("");
      JsonNode overlay = ControllerApi.require(api.get("/overlays/" + name)).body();
      rails.add(new Rail(name, overlay.path("vni").asInt()));
    }
    return new Scene(
        source,
        destination,
        ipv4Host(destination),
        trafficClass.path("name").asString(""),
        rails.get(0),
        rails.get(1));
  }

  private static JsonNode rerouteable(List<JsonNode> classes) {
    return classes.stream()
        .filter(candidate -> !candidate.path("role").asString("").equals("DEFAULT"))
        .filter(candidate -> candidate.path("steering").path("overlays").size() >= 2)
        .max(Comparator.comparingDouble(Scene::patience))
        .orElseThrow(() ->
            new LabFailure(
                "the demonstration needs a traffic class with two overlays, beside the default class"));
  }

  /** Nothing but a request is to move the class, however busy the machine is. */
  private static double patience(JsonNode trafficClass) {
    return trafficClass.path("sla").path("lossPct").path("enter").asDouble(100);
  }

  private static String ipv4Host(EdgeSite edge) {
    return NetworkPlanner.hostAddresses(edge).stream()
        .filter(address -> !address.contains(":"))
        .findFirst()
        .orElseThrow(
            () -> new LabFailure("edge %s has no IPv4 prefix on its LANs".formatted(edge.name())));
  }
}
