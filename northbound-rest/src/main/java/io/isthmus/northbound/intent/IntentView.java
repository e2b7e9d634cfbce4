package io.isthmus.northbound.intent;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.northbound.application.ApplicationType;
import io.isthmus.northbound.application.ApplicationView;
import io.isthmus.northbound.edge.EdgeType;
import io.isthmus.northbound.edge.EdgeView;
import io.isthmus.northbound.overlay.OverlayType;
import io.isthmus.northbound.overlay.OverlayView;
import io.isthmus.northbound.resource.ResourceType;
import io.isthmus.northbound.site.SiteType;
import io.isthmus.northbound.site.SiteView;
import io.isthmus.northbound.traffic.TrafficClassType;
import io.isthmus.northbound.traffic.TrafficClassView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** A whole network as one document. */
@Schema(
    name = "Intent",
    description =
        "The whole intent of a tenant. Steering decisions are not part of it: they are requests"
            + " of the moment.")
public record IntentView(
    @Schema(description = "Absent is the same as empty.") List<SiteView> sites,
    @Schema(description = "Absent is the same as empty.") List<EdgeView> edges,
    @Schema(description = "Absent is the same as empty.") List<OverlayView> overlays,
    @Schema(description = "Absent is the same as empty.") List<TrafficClassView> trafficClasses,
    @Schema(description = "Absent is the same as empty.") List<ApplicationView> applications) {

  static IntentView of(Network network) {
    return new IntentView(
        all(SiteType.INSTANCE, network),
        all(EdgeType.INSTANCE, network),
        all(OverlayType.INSTANCE, network),
        all(TrafficClassType.INSTANCE, network),
        all(ApplicationType.INSTANCE, network));
  }

  private static <T, V> List<V> all(ResourceType<T, V> type, Network network) {
    return type.in(network).values().stream()
        .map((Declared<T> declared) -> type.view(declared))
        .toList();
  }
}
