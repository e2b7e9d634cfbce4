package io.isthmus.southbound.fake;

import io.isthmus.domain.admission.EnrollmentOutcome;
import io.isthmus.domain.admission.IdentityListener;
import io.isthmus.domain.admission.Refusal;
import io.isthmus.domain.admission.Standing;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.CertificateIssuer;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.southbound.session.EdgeAdmission;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Lets in whom the authority has given a certificate, until told otherwise. The token {@code good}
 * admits, {@code waiting} waits for an operator.
 */
public final class TestAdmission implements EdgeAdmission {
  private final CertificateIssuer issuer;
  private final List<IdentityListener> listeners = new CopyOnWriteArrayList<>();
  private final Set<EdgeKey> revoked = ConcurrentHashMap.newKeySet();
  private final Map<EdgeKey, UUID> ids = new ConcurrentHashMap<>();
  private volatile Duration life = Duration.ofHours(24);

  public TestAdmission(CertificateIssuer issuer) {
    this.issuer = issuer;
  }

  /** Of certificates that are issued from now on. */
  public void issueFor(Duration newLife) {
    life = newLife;
  }

  /** As an operator would. */
  public void revoke(EdgeKey edge) {
    revoked.add(edge);
    EdgeIdentity ended =
        new EdgeIdentity(
            id(edge),
            edge,
            EdgeIdentity.State.REVOKED,
            List.of(
                new EdgeIdentity.Certificate(
                    BigInteger.ONE, Fingerprint.of(new byte[0]), Instant.now())),
            Instant.EPOCH,
            Optional.empty(),
            Optional.of(Instant.now()),
            Optional.of("on purpose"),
            1);
    listeners.forEach(listener -> listener.ended(ended));
  }

  @Override
  public EnrollmentOutcome enroll(
      String token, Der request, Optional<Name> edge, String agentVersion, String from) {
    return switch (token) {
      case "good" -> issue(new EdgeKey(Name.of("default"), edge.orElseThrow()), request);
      case "waiting" -> new EnrollmentOutcome.Pending(UUID.randomUUID(), Duration.ofSeconds(3));
      default -> new EnrollmentOutcome.Refused(Refusal.TOKEN_UNKNOWN, "no such token");
    };
  }

  @Override
  public EnrollmentOutcome rejoin(Der lastCertificate, Der request, String from) {
    CertificateIssuer.EdgeCertificate last = issuer.readIssued(lastCertificate);
    return revoked.contains(last.edge())
        ? new EnrollmentOutcome.Refused(Refusal.IDENTITY_REVOKED, "revoked")
        : issue(last.edge(), request);
  }

  @Override
  public EnrollmentOutcome renew(EdgeKey edge, BigInteger presented, Der request) {
    return issue(edge, request);
  }

  @Override
  public Standing check(EdgeKey edge, BigInteger serial, Fingerprint key) {
    if (revoked.contains(edge)) {
      return new Standing.NotInForce(Refusal.IDENTITY_REVOKED, "revoked on purpose");
    }
    return new Standing.InForce(
        new EdgeIdentity(
            id(edge),
            edge,
            EdgeIdentity.State.ACTIVE,
            List.of(new EdgeIdentity.Certificate(serial, key, Instant.MAX)),
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1));
  }

  @Override
  public void listen(IdentityListener listener) {
    listeners.add(listener);
  }

  private EnrollmentOutcome issue(EdgeKey edge, Der request) {
    try {
      CertificateIssuer.Issued issued = issuer.issue(issuer.read(request), edge, life);
      return new EnrollmentOutcome.Issued(edge, issued.chain(), issuer.trustBundle());
    } catch (InvalidValue e) {
      return new EnrollmentOutcome.Refused(Refusal.REQUEST_INVALID, e.getMessage());
    }
  }

  private UUID id(EdgeKey edge) {
    return ids.computeIfAbsent(edge, key -> UUID.randomUUID());
  }
}
