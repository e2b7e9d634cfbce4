package io.isthmus.northbound.topology;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.northbound.document.Instants;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The violations of one class that last. */
final class OpenViolations {
  private static final int READ_AT_ONCE = 1_000;

  private final Map<Key, SlaViolation> byTunnel = new HashMap<>();

  private OpenViolations() {}

  private record Key(Name destination, Name overlay, PathKey path) {}

  static OpenViolations read(SlaLog log, Name tenant, Name trafficClass) {
    OpenViolations open = new OpenViolations();
    Instant before = Instants.END;
    Optional<UUID> beforeId = Optional.empty();
    List<SlaViolation> read;
    do {
      read =
          log.list(
              tenant,
              SlaLog.Filter.of(Optional.of(trafficClass), Optional.of(true)),
              before,
              beforeId,
              READ_AT_ONCE);
      read.forEach(open::add);
      if (!read.isEmpty()) {
        before = read.getLast().beganAt();
        beforeId = Optional.of(read.getLast().id());
      }
    } while (read.size() == READ_AT_ONCE);
    return open;
  }

  Optional<SlaViolation> find(Name destination, Name overlay, PathKey path) {
    return Optional.ofNullable(byTunnel.get(new Key(destination, overlay, path)));
  }

  private void add(SlaViolation violation) {
    byTunnel.put(
        new Key(violation.destinationEdge(), violation.overlay(), violation.path()), violation);
  }
}
