package io.isthmus.northbound.overlay;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Vni;
import io.isthmus.domain.overlay.Encryption;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.overlay.OverlayTopology;
import io.isthmus.domain.topology.Transport;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Readings;
import io.isthmus.northbound.resource.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Overlays in documents. */
public final class OverlayType implements ResourceType<Overlay, OverlayView> {
  public static final OverlayType INSTANCE = new OverlayType();

  private static final Map<String, String> FIELD_OF_CODE =
      Map.of(
          "OVERLAY_NEEDS_TWO_EDGES", "edges",
          "HUBS_IN_FULL_MESH", "hubs",
          "HUB_MISSING", "hubs",
          "HUB_NOT_A_MEMBER", "hubs",
          "VNI_OUT_OF_RANGE", "vni");

  private OverlayType() {}

  @Override
  public Kind kind() {
    return Kind.OVERLAY;
  }

  @Override
  public String field() {
    return "overlays";
  }

  @Override
  public SortedMap<Name, Declared<Overlay>> in(Network network) {
    return network.overlays();
  }

  @Override
  public NetworkDiff.Part<Overlay> in(NetworkDiff diff) {
    return diff.overlays();
  }

  @Override
  public Name name(Overlay overlay) {
    return overlay.name();
  }

  @Override
  public Optional<Overlay> read(Fields fields, Name name) {
    Optional<OverlayTopology> topology =
        fields.optional("topology", Readings.oneOf(OverlayTopology.class));
    List<Name> edges = fields.requiredList("edges", Readings.NAME);
    List<Name> hubs = fields.list("hubs", Readings.NAME);
    List<Transport> transports = fields.list("transports", Readings.parsed(Transport::parse));
    Optional<Encryption> encryption =
        fields.optional("encryption", Readings.oneOf(Encryption.class));
    Optional<Integer> vni = fields.optional("vni", Readings.INTEGER);
    return fields.build(
        FIELD_OF_CODE,
        () ->
            new Overlay(
                name,
                topology.orElse(OverlayTopology.FULL_MESH),
                edges,
                hubs,
                transports,
                encryption.orElse(Encryption.REQUIRED),
                vni.map(Vni::new)));
  }

  @Override
  public OverlayView view(Declared<Overlay> declared) {
    Overlay overlay = declared.value();
    return new OverlayView(
        overlay.name().value(),
        overlay.topology(),
        overlay.edges().stream().map(Name::value).toList(),
        absentWhenEmpty(overlay.hubs().stream().map(Name::value).toList()),
        absentWhenEmpty(overlay.transports().stream().map(Transport::label).toList()),
        overlay.encryption(),
        declared.number(),
        declared.revision());
  }

  @Override
  public Change put(Overlay overlay) {
    return new Change.PutOverlay(overlay);
  }

  /** The domain keeps the members in order of name. */
  @Override
  public String locate(Overlay overlay, JsonNode document, String field) {
    if (!field.startsWith("/edges/")) {
      return field;
    }
    int index = Integer.parseInt(field.substring("/edges/".length()));
    String edge = overlay.edges().get(index).value();
    JsonNode edges = document.path("edges");
    for (int i = 0; i < edges.size(); i++) {
      if (edges.path(i).asString("").equals(edge)) {
        return "/edges/" + i;
      }
    }
    return field;
  }

  private static @Nullable List<String> absentWhenEmpty(List<String> items) {
    return items.isEmpty() ? null : items;
  }
}
