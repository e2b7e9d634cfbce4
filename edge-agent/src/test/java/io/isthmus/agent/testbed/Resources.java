package io.isthmus.agent.testbed;

import io.isthmus.agent.desired.GroupChange;
import io.isthmus.agent.desired.Share;
import io.isthmus.southbound.api.v1.Application;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.EdgeSettings;
import io.isthmus.southbound.api.v1.ExistingFlows;
import io.isthmus.southbound.api.v1.LanSegment;
import io.isthmus.southbound.api.v1.Match;
import io.isthmus.southbound.api.v1.Path;
import io.isthmus.southbound.api.v1.PathProtection;
import io.isthmus.southbound.api.v1.PortRange;
import io.isthmus.southbound.api.v1.RemoteEdge;
import io.isthmus.southbound.api.v1.Steering;
import io.isthmus.southbound.api.v1.SteeringCandidate;
import io.isthmus.southbound.api.v1.SteeringMember;
import io.isthmus.southbound.api.v1.Strategy;
import io.isthmus.southbound.api.v1.TrafficClass;
import io.isthmus.southbound.api.v1.Tunnel;
import io.isthmus.southbound.api.v1.WanLink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Resources for the edges of a {@link Testbed}. Overlay {@code i} has VNI {@code 100 + i}; tunnels
 * are {@code t/<overlay>/<edge>/<wan>}, steerings {@code s/<class>/<edge>}.
 */
public final class Resources {

  private Resources() {}

  public static ConfigResource settings(int number, boolean transit) {
    return settings(number, transit, 1430);
  }

  public static ConfigResource settings(int number, boolean transit, int mtu) {
    return ConfigResource.newBuilder()
        .setKey("settings")
        .setSettings(
            EdgeSettings.newBuilder()
                .setTenant("acme")
                .setEdge("edge-" + number)
                .setEdgeNumber(number)
                .setOverlayMtu(mtu)
                .setVxlanPort(4789)
                .setTransit(transit))
        .build();
  }

  public static ConfigResource wan(int edge, int wan) {
    return wan(
        "wan" + wan, "wan" + wan, (wan == 0 ? "192.0.2." : "198.51.100.") + edge, "", wan + 1);
  }

  public static ConfigResource wan(
      String name, String device, String address, String gateway, int number) {
    return ConfigResource.newBuilder()
        .setKey("wan/" + name)
        .setWanLink(
            WanLink.newBuilder()
                .setName(name)
                .setInterface(device)
                .setAddress(address)
                .setGateway(gateway)
                .setNumber(number))
        .build();
  }

  public static ConfigResource lan(int edge) {
    return ConfigResource.newBuilder()
        .setKey("lan/lan0")
        .setLanSegment(
            LanSegment.newBuilder()
                .setName("lan0")
                .setInterface("lan0")
                .addPrefixes("10." + edge + ".0.0/24")
                .addPrefixes("fd00:0:0:" + edge + "::/64"))
        .build();
  }

  public static ConfigResource remote(int edge, String... morePrefixes) {
    return ConfigResource.newBuilder()
        .setKey("edge/" + edge)
        .setRemoteEdge(
            RemoteEdge.newBuilder()
                .setName("edge-" + edge)
                .setEdgeNumber(edge)
                .addLanPrefixes("10." + edge + ".0.0/24")
                .addLanPrefixes("fd00:0:0:" + edge + "::/64")
                .addAllLanPrefixes(List.of(morePrefixes)))
        .build();
  }

  /** In clear, and not measured. */
  public static ConfigResource path(int edge, int wan) {
    return path(edge, wan, (wan == 0 ? "192.0.2." : "198.51.100.") + edge);
  }

  public static ConfigResource path(int edge, int wan, String remote) {
    return ConfigResource.newBuilder()
        .setKey(pathKey(edge, wan))
        .setPath(
            Path.newBuilder()
                .setRemoteEdge("edge-" + edge)
                .setLocalWanLink("wan" + wan)
                .setRemoteWanLink("wan" + wan)
                .setRemoteAddress(remote)
                .setProtection(PathProtection.PATH_PROTECTION_PLAIN))
        .build();
  }

  public static String pathKey(int edge, int wan) {
    return "path/edge-" + edge + "/wan" + wan + "/wan" + wan;
  }

  public static ConfigResource tunnel(int overlay, int edge, int wan) {
    return ConfigResource.newBuilder()
        .setKey(tunnelKey(overlay, edge, wan))
        .setTunnel(
            Tunnel.newBuilder()
                .setOverlay("on-" + overlay)
                .setVni(100 + overlay)
                .setRemoteEdge("edge-" + edge)
                .setLocalWanLink("wan" + wan)
                .setRemoteWanLink("wan" + wan)
                .setPathKey(pathKey(edge, wan)))
        .build();
  }

  public static String tunnelKey(int overlay, int edge, int wan) {
    return "t/" + overlay + "/" + edge + "/" + wan;
  }

  public static ConfigResource trafficClass(String name, int number) {
    return ConfigResource.newBuilder()
        .setKey("class/" + name)
        .setTrafficClass(TrafficClass.newBuilder().setName(name).setNumber(number))
        .build();
  }

  public static ConfigResource trafficClass(
      String name, int number, Strategy strategy, ExistingFlows existingFlows) {
    ConfigResource plain = trafficClass(name, number);
    return plain.toBuilder()
        .setTrafficClass(
            plain.getTrafficClass().toBuilder()
                .setStrategy(strategy)
                .setExistingFlows(existingFlows))
        .build();
  }

  /** A steering with candidates, all of rank 0 and weight 1. */
  public static ConfigResource allowing(ConfigResource steering, String... candidates) {
    Steering.Builder with = steering.getSteering().toBuilder();
    for (String candidate : candidates) {
      with.addCandidates(SteeringCandidate.newBuilder().setTunnelKey(candidate).setWeight(1));
    }
    return steering.toBuilder().setSteering(with).build();
  }

  /** Members as {@code tunnelKey=weight}, or the key alone for weight 1. */
  public static ConfigResource steering(String trafficClass, int edge, String... members) {
    Steering.Builder steering =
        Steering.newBuilder().setTrafficClass(trafficClass).setDestinationEdge("edge-" + edge);
    for (String member : members) {
      String[] parts = member.split("=", -1);
      steering.addMembers(
          SteeringMember.newBuilder()
              .setTunnelKey(parts[0])
              .setWeight(parts.length > 1 ? Integer.parseInt(parts[1]) : 1));
    }
    return ConfigResource.newBuilder()
        .setKey("s/" + trafficClass + "/" + edge)
        .setSteering(steering)
        .build();
  }

  /** As {@link #steering} has it. */
  public static GroupChange change(String trafficClass, int edge, String... members) {
    return new GroupChange(
        "s/" + trafficClass + "/" + edge,
        steering(trafficClass, edge, members).getSteering().getMembersList().stream()
            .map(member -> new Share(member.getTunnelKey(), member.getWeight()))
            .toList());
  }

  public static ConfigResource application(
      String name, String trafficClass, int priority, Match... matches) {
    return ConfigResource.newBuilder()
        .setKey("app/" + name)
        .setApplication(
            Application.newBuilder()
                .setName(name)
                .setTrafficClass(trafficClass)
                .setPriority(priority)
                .addAllMatches(List.of(matches)))
        .build();
  }

  public static Match ports(int protocol, int first, int last) {
    return Match.newBuilder()
        .setProtocol(protocol)
        .addDestinationPorts(PortRange.newBuilder().setFirst(first).setLast(last))
        .build();
  }

  /** Every overlay over both WANs to every other edge; all classes over overlay 0 on wan0. */
  static List<ConfigResource> mesh(int own, Collection<Integer> edges, int overlays) {
    List<ConfigResource> resources = new ArrayList<>();
    resources.add(settings(own, false));
    resources.add(wan(own, 0));
    resources.add(wan(own, 1));
    resources.add(lan(own));
    resources.add(trafficClass("default", 32767));
    resources.add(trafficClass("video", 5));
    resources.add(application("video", "video", 10, ports(17, 5000, 5010), ports(6, 5000, 5010)));
    for (int edge : edges) {
      if (edge != own) {
        resources.add(remote(edge));
        resources.add(path(edge, 0));
        resources.add(path(edge, 1));
        for (int overlay = 0; overlay < overlays; overlay++) {
          resources.add(tunnel(overlay, edge, 0));
          resources.add(tunnel(overlay, edge, 1));
        }
        resources.add(steering("default", edge, tunnelKey(0, edge, 0)));
        resources.add(steering("video", edge, tunnelKey(0, edge, 1)));
      }
    }
    return resources;
  }

  /** Without those whose keys are given. */
  static List<ConfigResource> inOrder(List<ConfigResource> resources, String... without) {
    return resources.stream().filter(r -> !List.of(without).contains(r.getKey())).toList();
  }
}
