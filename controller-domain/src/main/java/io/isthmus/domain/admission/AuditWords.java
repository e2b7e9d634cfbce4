package io.isthmus.domain.admission;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.EnrollmentRequest;
import io.isthmus.domain.trust.EnrollmentToken;
import java.time.Instant;
import java.util.Optional;

/** How the audit log names what is done here, and to what. */
final class AuditWords {
  private AuditWords() {}

  static AuditEntry audit(Instant now, Name tenant, Actor actor, String action, String subject) {
    return AuditEntry.done(now, Optional.of(tenant), actor, action, subject);
  }

  static String subject(EdgeKey edge) {
    return "edges/" + edge.edge();
  }

  static String subject(EnrollmentToken token) {
    return "enrollment-tokens/" + token.id();
  }

  static String subject(EnrollmentRequest request) {
    return "enrollment-requests/" + request.id();
  }
}
