package io.isthmus.domain.intent;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.traffic.Application;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.TrafficClass;
import java.util.UUID;

/** One step from an intent to the next. Several are applied together, in any order, or none is. */
public sealed interface Change {
  /** Creates or replaces. */
  record PutSite(Site site) implements Change {}

  /** Creates or replaces, links and segments included. */
  record PutEdge(Edge edge) implements Change {}

  /** Creates or replaces. */
  record PutOverlay(Overlay overlay) implements Change {}

  /** Creates or replaces. */
  record PutTrafficClass(TrafficClass trafficClass) implements Change {}

  /** Creates or replaces. */
  record PutApplication(Application application) implements Change {}

  /** Removes what must exist and must not be referred to by what remains. */
  record Remove(Kind kind, Name name) implements Change {}

  /** Puts a decision in force. Its revision is set when it is applied. */
  record Steer(SteeringDecision decision) implements Change {}

  /** Ends a decision: what it covered follows the next older one, or the policy. */
  record Unsteer(UUID decision) implements Change {}

  /** Puts what is known of an edge in place of what was known; nothing where it does not exist. */
  record Learn(EdgeProfile profile) implements Change {}
}
