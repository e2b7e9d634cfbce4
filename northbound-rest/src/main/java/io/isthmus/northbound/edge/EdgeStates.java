package io.isthmus.northbound.edge;

import io.isthmus.domain.admission.Admission;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.trust.EdgeIdentity;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Puts together what is known of how an edge is. Safe for any thread. */
@Component
final class EdgeStates {
  private final IntentService intent;
  private final EdgeFleet fleet;
  private final Admission admission;

  EdgeStates(IntentService intent, EdgeFleet fleet, Admission admission) {
    this.intent = intent;
    this.fleet = fleet;
    this.admission = admission;
  }

  EdgeStatusView of(EdgeKey edge) {
    EdgeProfile profile = intent.network(edge.tenant()).profile(edge.edge());
    Optional<EdgeIdentity> identity = admission.identity(edge);
    return fleet
        .status(edge)
        .map(status -> EdgeStatusView.of(status, profile, identity))
        .orElseGet(() -> EdgeStatusView.ofNew(profile, identity));
  }
}
