package io.isthmus.lab.network;

import io.isthmus.lab.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The intent that the controller is given, and what the lab builds from it: the machines and wires
 * that an operator would have. Only what the wires need is read here; the rest is the controller's.
 *
 * @param yaml the document as it is sent
 */
public record LabIntent(String yaml, List<EdgeSite> edges, Encryption encryption) {
  private static final int MOST_EDGES = 200;

  /** Whether any overlay may be encrypted. */
  public enum Encryption {
    NEEDED,
    NONE
  }

  /** An edge with its attachments, in order of declaration; number counts from 1. */
  public record EdgeSite(int number, String name, List<Wan> wans, List<Lan> lans) {}

  /** One attachment to an underlay. */
  public record Wan(
      String name, String transport, String interfaceName, String address, String gateway) {}

  /** One interface towards the hosts. */
  public record Lan(
      String name, String interfaceName, List<Subnet> prefixes, Optional<String> gateway) {}

  public LabIntent {
    edges = List.copyOf(edges);
  }

  public static LabIntent read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new LabFailure("cannot read the intent %s: %s".formatted(file, e), e);
    } catch (LabFailure e) {
      throw new LabFailure("intent %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  public static LabIntent parse(String yaml) {
    try {
      List<EdgeSite> edges = new ArrayList<>();
      JsonNode intent = new YAMLMapper().readTree(yaml);
      for (JsonNode edge : intent.path("edges")) {
        edges.add(edge(edges.size() + 1, edge));
      }
      if (edges.isEmpty() || edges.size() > MOST_EDGES) {
        throw new LabFailure(
            "it has %d edges, the lab wires 1-%d".formatted(edges.size(), MOST_EDGES));
      }
      return new LabIntent(yaml, edges, encryption(intent.path("overlays")));
    } catch (JacksonException e) {
      throw new LabFailure("it is no YAML: " + e.getOriginalMessage(), e);
    }
  }

  private static Encryption encryption(JsonNode overlays) {
    for (JsonNode overlay : overlays) {
      if (!overlay.path("encryption").asString("REQUIRED").equals("OFF")) {
        return Encryption.NEEDED;
      }
    }
    return Encryption.NONE;
  }

  private static EdgeSite edge(int number, JsonNode edge) {
    String name = text(edge, "name", "an edge");
    List<Wan> wans = new ArrayList<>();
    for (JsonNode link : edge.path("wanLinks")) {
      wans.add(wan(name, link));
    }
    List<Lan> lans = new ArrayList<>();
    for (JsonNode segment : edge.path("lanSegments")) {
      lans.add(lan(name, segment));
    }
    return new EdgeSite(number, name, wans, lans);
  }

  private static Wan wan(String edge, JsonNode link) {
    String name = text(link, "name", "a WAN link of edge " + edge);
    String where = "WAN link %s of edge %s".formatted(name, edge);
    return new Wan(
        name,
        text(link, "transport", where),
        text(link, "interface", where),
        text(link, "address", where),
        text(link, "gateway", where));
  }

  private static Lan lan(String edge, JsonNode segment) {
    String name = text(segment, "name", "a LAN segment of edge " + edge);
    String where = "LAN segment %s of edge %s".formatted(name, edge);
    List<Subnet> prefixes = new ArrayList<>();
    for (JsonNode prefix : segment.path("prefixes")) {
      prefixes.add(Subnet.parse(prefix.asString()));
    }
    if (prefixes.isEmpty()) {
      throw new LabFailure(where + " has no prefixes");
    }
    return new Lan(
        name, text(segment, "interface", where), prefixes, segment.path("gateway").asStringOpt());
  }

  private static String text(JsonNode node, String field, String where) {
    return node.path(field)
        .asStringOpt()
        .orElseThrow(
            () -> new LabFailure("%s has no %s, and the lab needs one".formatted(where, field)));
  }
}
